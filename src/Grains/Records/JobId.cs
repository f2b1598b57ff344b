using System.Security.Cryptography;
using System.Text;
using BirD.Contracts.Jobs;

namespace BirD.Grains.Records;

/// <summary>Job ids: part of store keys and grain keys, hence of few characters.</summary>
public static class JobId
{
    public const int MaxLength = 64;

    /// <summary>The id of a job that was given none: the same specification gives the same job.</summary>
    public static string FromSpec(JobSpec spec)
    {
        var text = new StringBuilder(spec.SettingsHash).Append('\n').Append(spec.SettingsJson).Append('\n').Append(spec.Output);
        foreach (var root in spec.Roots)
        {
            text.Append('\n').Append(root.Id).Append('=').Append(root.Location);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>Letters, digits, '-', '_' and '.', not starting with '.', at most 64.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaxLength && id[0] != '.' && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
