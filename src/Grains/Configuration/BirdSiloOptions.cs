using System.ComponentModel.DataAnnotations;

namespace BirD.Grains.Configuration;

/// <summary>The silo as a whole.</summary>
public sealed class BirdSiloOptions
{
    /// <summary>What this silo does. Default all.</summary>
    [EnumDataType(typeof(SiloRole), ErrorMessage = "Silo:Role must be one of all, control, gpu.")]
    public SiloRole Role { get; set; }

    /// <summary>Name of the pool of workers that share a scheduler. Default "default".</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Silo:Pool must not be empty; 'default' is the default.")]
    public string Pool { get; set; } = "default";

    /// <summary>How long a stop may take, checkpoints included, before the process ends anyway. Default 120 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Silo:ShutdownTimeout must lie between 1 s and 1 h; 120 s is the default.")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(120);
}
