namespace BirD.Restoration.Priors.GuidedDiffusion;

/// <summary>The files of an import: written under temporary names, given their own when all are whole.</summary>
internal sealed class ImportOutput(string modelPath) : IDisposable
{
    private readonly List<(string Temporary, string Final)> _files = [];

    public string ModelPath { get; } = Path.GetFullPath(modelPath);

    public string DataPath => ModelPath + ".data";

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
}
