namespace BirD.Storage.Local;

/// <summary>Turns what the operating system says into what the user can do.</summary>
internal static class LocalFailure
{
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int Quota = 122;
    private const int WindowsDiskFull = 112;

    public static StoreException Explain(string path, Exception failure) => failure switch
    {
        UnauthorizedAccessException => new($"No permission to write {path}. Give this user write access or choose another output folder.", failure),
        IOException io when Code(io) is NoSpace or Quota or WindowsDiskFull =>
            new StoreUnavailableException($"No space left for {path}. Free some space or choose another disk, then run the same command again.", failure),
        IOException io when Code(io) is ReadOnly => new($"{path} is on a read-only file system. Choose another output folder.", failure),
        _ => new($"Can't write {path}: {failure.Message}", failure),
    };

    private static int Code(IOException failure) => failure.HResult & 0xFFFF;
}
