using System.Security.Cryptography.X509Certificates;

namespace BirD.Grains.Hosting.Identity;

/// <summary>Who this silo is, and whom it takes for a silo of its cluster.</summary>
/// <param name="Own">Presented to others, with its private key.</param>
/// <param name="Trusted">Certificates of silos, or of the authorities that signed them.</param>
/// <param name="AreAuthorities">Which of the two.</param>
internal sealed record Credentials(X509Certificate2 Own, IReadOnlyList<X509Certificate2> Trusted, bool AreAuthorities)
{
    /// <param name="other">What somebody presented, and proved to hold the key of.</param>
    /// <param name="sent">The chain that came with it; null when none did.</param>
    /// <param name="now">Certificates count within their dates only.</param>
    public bool Accept(X509Certificate2 other, X509Chain? sent, DateTimeOffset now) => AreAuthorities
        ? Trusted.Any(authority => IsSigned(other, sent, authority, now))
        : Trusted.Any(known => known.RawData.AsSpan().SequenceEqual(other.RawData))
            && now.UtcDateTime >= other.NotBefore.ToUniversalTime() && now.UtcDateTime <= other.NotAfter.ToUniversalTime();

    /// <summary>One authority at a time: while one is being replaced there are two of the same name, and a chain is built through the first of them only.</summary>
    private static bool IsSigned(X509Certificate2 other, X509Chain? sent, X509Certificate2 authority, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        // No look-ups for whoever knocks: what is missing must have come along.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (sent is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        }

        return chain.Build(other);
    }
}
