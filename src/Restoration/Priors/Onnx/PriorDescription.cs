using BirD.Restoration.Onnx;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>What the file of a prior says of itself, read without a runtime; whether it runs is another question.</summary>
/// <param name="Info">The contract's metadata.</param>
/// <param name="Metadata">Every text entry of the model.</param>
/// <param name="Files">The model and the weight files that it names, with their sizes in bytes (0 when missing).</param>
public sealed record PriorDescription(
    DenoiserInfo Info, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<(string Path, long Bytes)> Files)
{
    /// <summary>Bytes of the model and its weight files.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);

    /// <exception cref="PriorException">No readable file, no ONNX model, or metadata outside the contract.</exception>
    public static PriorDescription Read(string file)
    {
        var metadata = ModelMetadata.Read(file);
        var info = new MetadataReader(file, metadata).Read(PriorFile.Hash(file));
        return new PriorDescription(info, metadata, [.. new[] { file }.Concat(WeightFiles(file, metadata)).Select(f => (f, Length(f)))]);
    }

    /// <summary>Compares the external weights with the hash that the model carries. Reads them entirely.</summary>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="PriorException">A weight file is missing or not readable.</exception>
    public string? CheckWeights()
    {
        if (!Metadata.TryGetValue(PriorMetadata.ExternalDataSha256, out var wanted) || Files.Count < 2)
        {
            return null;
        }

        var found = PriorFile.Hash(Files[1].Path);
        return found.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The weight file {Files[1].Path} has the SHA-256 {found} instead of {wanted}: it is damaged, or belongs to another model. Import again.";
    }

    private static IEnumerable<string> WeightFiles(string file, IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(PriorMetadata.ExternalDataSha256) ? ExternalData.FilesOf(file) : [];

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}
