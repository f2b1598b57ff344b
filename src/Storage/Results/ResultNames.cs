using BirD.Storage.Inputs;

namespace BirD.Storage.Results;

/// <summary>How results and what lies beside them are named, wherever they are kept.</summary>
public static class ResultNames
{
    /// <summary>What is appended to a picture's name to name its sidecar.</summary>
    public const string SidecarSuffix = ".bird.json";

    /// <summary>What is appended to a picture's name to name its map of uncertainty.</summary>
    public const string UncertaintySuffix = ".uncertainty.png";

    /// <summary>What is appended to a picture's name to name the mask of the marks that were found in it.</summary>
    public const string FoundSuffix = MaskNames.FoundSuffix;

    /// <summary>The folder inside the output that holds locks and, in embedded mode, the job state.</summary>
    public const string StateFolder = ".bird";

    /// <summary>Start of the name under which a sidecar waits for its picture; hidden.</summary>
    public const string PendingPrefix = ".bird-pending-";

    /// <exception cref="ArgumentException">The key is reserved.</exception>
    public static void Validate(string key)
    {
        if (key.Split('/')[0] == StateFolder || key.EndsWith(SidecarSuffix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{key}' is reserved for sidecars and state.", nameof(key));
        }
    }

    public static string ContentTypeOf(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" => "image/jpeg",
        ".PNG" => "image/png",
        ".TIF" or ".TIFF" => "image/tiff",
        ".WEBP" => "image/webp",
        ".JSON" => "application/json",
        _ => "application/octet-stream",
    };
}
