namespace BirD.Grains.Hosting.Identity;

/// <summary>Certificate files of a silo; section "Bird:Cluster:Tls". Without them the silos share an identity that lies in their store.</summary>
public sealed class SiloTlsOptions
{
    /// <summary>PEM file with this silo's certificate, then those between it and its authority. It must be good for server and client authentication. Default none.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with the certificate's private key, not encrypted. Default none.</summary>
    public string? Key { get; set; }

    /// <summary>PEM file with the authorities whose certificates make a silo of this cluster. They should sign nothing else. Default none.</summary>
    public string? Authorities { get; set; }

    /// <summary>Whether files were given.</summary>
    public bool UsesFiles => Given.Any(given => given);

    /// <summary>What is wrong, with the remedy; nothing when all is well.</summary>
    public IEnumerable<string> Faults() => UsesFiles && !Given.All(given => given)
        ?
        [
            "Bird:Cluster:Tls needs all three files or none: Certificate, Key and Authorities (--tls-certificate, --tls-key, --tls-authorities). "
            + "Without them the silos share an identity that lies in their store.",
        ]
        : [];

    private IEnumerable<bool> Given => new[] { Certificate, Key, Authorities }.Select(file => !string.IsNullOrEmpty(file));
}
