using System.Security.Cryptography.X509Certificates;

namespace BirD.Grains.Hosting.Identity;

/// <summary>The latest credentials, for connections that are made at any time on any thread.</summary>
internal sealed class CredentialHolder(TimeProvider time)
{
    private Credentials? current;

    /// <summary>Null before the first reading: then nobody is let in.</summary>
    public Credentials? Current
    {
        get => Volatile.Read(ref current);
        set => Volatile.Write(ref current, value);
    }

    public X509Certificate2? Own => Current?.Own;

    public bool Accept(X509Certificate2 other, X509Chain? sent) => Current?.Accept(other, sent, time.GetUtcNow()) == true;
}
