using System.ComponentModel.DataAnnotations;

namespace BirD.Silo.Hosting;

/// <summary>Where API and health listen; section "Bird:Http".</summary>
public sealed class HttpOptions
{
    public const int DefaultPort = 8080;

    /// <summary>IP address to listen on. Default 127.0.0.1: nobody outside this machine.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Bird:Http:Address must be an IP address; 127.0.0.1 listens for this machine only, 0.0.0.0 for all.")]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port; 0 takes a free one. Default 8080, and 0 for a gpu silo, which has no API.</summary>
    [Range(0, 65535, ErrorMessage = "Bird:Http:Port must lie between 0 and 65535; 8080 is the default.")]
    public int? Port { get; set; }
}
