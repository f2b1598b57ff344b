using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace BirD.Silo.Api.Security;

/// <summary>The text of a key, <c>bird_{id}_{secret}</c>: shown once when it is created, stored nowhere.</summary>
/// <param name="Id">Names the key; no secret.</param>
/// <param name="Secret">32 random bytes, base64url.</param>
internal sealed record ApiKey(string Id, string Secret)
{
    public const string Prefix = "bird_";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private const int IdLength = 12;
    private const int SecretBytes = 32;

    public static ApiKey Create() => new(
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)),
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>Null when the text is no key.</summary>
    public static ApiKey? Parse(string text)
    {
        var isKey = text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.Length > Prefix.Length + IdLength + 1
            && text[Prefix.Length + IdLength] == '_'
            && text.AsSpan(Prefix.Length, IdLength).IndexOfAnyExcept(Hexadecimal) < 0;
        return isKey ? new ApiKey(text.Substring(Prefix.Length, IdLength), text[(Prefix.Length + IdLength + 1)..]) : null;
    }

    public string SecretSha256() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    /// <summary>Takes the same time whatever differs.</summary>
    public bool Matches(string secretSha256) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(SecretSha256()), Encoding.ASCII.GetBytes(secretSha256));

    public override string ToString() => $"{Prefix}{Id}_{Secret}";
}
