using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BirD.Grains.Hosting.Identity;

namespace BirD.Grains.Tests.Identity;

/// <summary>Certificates from files: signed by the cluster's authority or refused; renewed while the silo runs.</summary>
public sealed class FileCredentialTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bird-tls-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Signed_IsAccepted_ForeignAndExpiredAreNot()
    {
        using var ours = Authority();
        using var theirs = Authority();
        var own = await WriteAsync(ours, "own").ReadAsync(CancellationToken.None);
        var foreign = await WriteAsync(theirs, "foreign").ReadAsync(CancellationToken.None);

        own.Own.HasPrivateKey.ShouldBeTrue();
        own.Accept(own.Own, null, DateTimeOffset.UtcNow).ShouldBeTrue();
        own.Accept(foreign.Own, null, DateTimeOffset.UtcNow).ShouldBeFalse();
        own.Accept(own.Own, null, DateTimeOffset.UtcNow.AddDays(40)).ShouldBeFalse();
    }

    [Fact]
    public async Task RenewedFiles_AreTakenUpAtTheNextReading_AlsoOfANewAuthority()
    {
        using var old = Authority();
        using var next = Authority();
        var source = WriteAsync(old, "own");
        var before = await source.ReadAsync(CancellationToken.None);
        await File.AppendAllTextAsync(Path.Combine(folder, "own.ca"), next.ExportCertificatePem());
        var both = await source.ReadAsync(CancellationToken.None);
        WriteAsync(next, "renewed");
        foreach (var kind in new[] { "crt", "key" })
        {
            File.Move(Path.Combine(folder, $"renewed.{kind}"), Path.Combine(folder, $"own.{kind}"), overwrite: true);
        }

        var after = await source.ReadAsync(CancellationToken.None);

        after.Own.Thumbprint.ShouldNotBe(before.Own.Thumbprint);
        both.Accept(after.Own, null, DateTimeOffset.UtcNow).ShouldBeTrue();
        after.Accept(before.Own, null, DateTimeOffset.UtcNow).ShouldBeTrue();
    }

    [Fact]
    public async Task Missing_SaysWhichFiles()
    {
        var source = new FileCredentials(new SiloTlsOptions { Certificate = "no.crt", Key = "no.key", Authorities = "no.ca" });
        (await Should.ThrowAsync<InvalidDataException>(() => source.ReadAsync(CancellationToken.None))).Message.ShouldContain("no.ca");
    }

    [Fact]
    public void OneFileAlone_IsAFault() => new SiloTlsOptions { Key = "k" }.Faults().ShouldHaveSingleItem().ShouldContain("all three");

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silos", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(100));
    }

    private FileCredentials WriteAsync(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(30), RandomNumberGenerator.GetBytes(8));
        string File(string kind) => Path.Combine(folder, $"{name}.{kind}");
        System.IO.File.WriteAllText(File("crt"), signed.ExportCertificatePem());
        System.IO.File.WriteAllText(File("key"), key.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(File("ca"), authority.ExportCertificatePem() + "\n");
        return new FileCredentials(new SiloTlsOptions { Certificate = File("crt"), Key = File("key"), Authorities = File("ca") });
    }
}
