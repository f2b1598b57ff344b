using BirD.Contracts.Api;

namespace BirD.Silo.Api.Security;

/// <summary>A key that lives as long as this process and is stored nowhere: for the one person who started it.</summary>
/// <param name="Key">What that person's browser sends.</param>
/// <param name="Name">Who they are, for decisions and the audit log.</param>
/// <param name="Role">What they may do.</param>
internal sealed record SessionKey(ApiKey Key, string Name, KeyRole Role)
{
    private readonly string secret = Key.SecretSha256();

    /// <summary>Whether this is the key, in a time that doesn't tell how nearly.</summary>
    public bool Is(ApiKey given) => given.Matches(secret) && given.Id == Key.Id;
}
