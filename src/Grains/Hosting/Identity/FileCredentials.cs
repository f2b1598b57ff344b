using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BirD.Grains.Hosting.Identity;

/// <summary>Certificates from PEM files, as cert-manager and other issuers write and renew them.</summary>
internal sealed class FileCredentials(SiloTlsOptions options) : ICredentialSource
{
    public Task<Credentials> ReadAsync(CancellationToken cancellationToken) => Task.Run(Read, cancellationToken);

    private Credentials Read()
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(options.Authorities!);
            if (authorities.Count == 0)
            {
                throw new InvalidDataException($"{options.Authorities} holds no certificate; it should hold that of the authority that signed the silos' certificates, as PEM.");
            }

            using var pem = X509Certificate2.CreateFromPemFile(options.Certificate!, options.Key);
            return new Credentials(CertificateKeys.Usable(pem), [.. authorities], AreAuthorities: true);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"The silo's certificate can't be used ({options.Certificate}, {options.Key}, {options.Authorities}): {e.Message} They must be PEM files that this user may read, the key without a password.", e);
        }
    }
}
