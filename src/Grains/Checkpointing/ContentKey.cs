using System.Security.Cryptography;
using System.Text;

namespace BirD.Grains.Checkpointing;

/// <summary>Names a picture's checkpoints by what they depend on, so that a later run of the job finds them.</summary>
public static class ContentKey
{
    /// <param name="inputSha256">Hash of the original's bytes, lower-case hexadecimal.</param>
    /// <param name="settingsHash">Hash of everything else that decides the result.</param>
    public static string Of(string inputSha256, string settingsHash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{inputSha256}\n{settingsHash}")).AsSpan(0, 16));
}
