using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BirD.Grains.Hosting.Identity;

/// <summary>Certificates with private keys, as every system's TLS takes them.</summary>
internal static class CertificateKeys
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Clocks of silos may differ by minutes: a new certificate must not lie in another's future.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <summary>A self-signed certificate (ECDSA over P-256) for both ends of a connection, as PKCS#12 without a password.</summary>
    public static byte[] CreatePkcs12(string name, DateTimeOffset now, TimeSpan validity)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication), new Oid(ClientAuthentication)], critical: true));
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + validity);
        return certificate.Export(X509ContentType.Pkcs12);
    }

    /// <exception cref="CryptographicException">It is none.</exception>
    public static X509Certificate2 FromPkcs12(byte[] content) => X509CertificateLoader.LoadPkcs12(content, password: null, Storage);

    /// <summary>The same with a key that TLS can use: Windows' can't use one that came from PEM.</summary>
    public static X509Certificate2 Usable(X509Certificate2 fromPem) => FromPkcs12(fromPem.Export(X509ContentType.Pkcs12));

    /// <summary>In memory only, where the system can.</summary>
    private static X509KeyStorageFlags Storage => OperatingSystem.IsLinux() ? X509KeyStorageFlags.EphemeralKeySet : X509KeyStorageFlags.DefaultKeySet;
}
