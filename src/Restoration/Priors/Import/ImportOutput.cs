namespace BirD.Restoration.Priors.Import;

/// <summary>The files of an import: written under temporary names, given their own when all are whole.</summary>
/// <param name="modelPath">Where the model is to lie.</param>
/// <param name="freeSpace">Free bytes for a folder; null asks its drive.</param>
internal sealed class ImportOutput(string modelPath, Func<string, long>? freeSpace = null) : IDisposable
{
    /// <summary>For the graph and what the file system itself takes.</summary>
    private const long Slack = 4 << 20;

    private readonly List<(string Temporary, string Final)> _files = [];

    public string ModelPath { get; } = Path.GetFullPath(modelPath);

    public string DataPath => ModelPath + ".data";

    /// <summary>Minutes of writing must not end on a full disk that was full before.</summary>
    /// <exception cref="IOException">Less than <paramref name="bytes"/> and a little more are free.</exception>
    public void RequireSpace(long bytes)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(ModelPath)!).FullName;
        var free = (freeSpace ?? DriveSpace)(folder);
        if (free < bytes + Slack)
        {
            throw new IOException($"The model takes {(bytes + Slack) >> 20} MiB and '{folder}' has {free >> 20} MiB free.");
        }
    }

    public FileStream Create(string final)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        var temporary = $"{final}.{Guid.NewGuid():N}.tmp";
        _files.Add((temporary, final));
        return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Renames in order of creation, the weights before the model that names them.</summary>
    public IReadOnlyList<string> Publish()
    {
        var published = new List<string>();
        foreach (var (temporary, final) in _files)
        {
            using (var handle = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, final, overwrite: true);
            published.Add(final);
        }

        _files.Clear();
        if (!published.Contains(DataPath))
        {
            // The weights of an earlier model of this name belong to nothing any more.
            File.Delete(DataPath);
        }

        return published;
    }

    public void Dispose() => _files.ForEach(f => File.Delete(f.Temporary));

    private static long DriveSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A network share without drive letter, for example: writing will tell.
            return long.MaxValue;
        }
    }
}
