using System.IO.Compression;
using BirD.Restoration.Priors.Import.Torch.Pickle;

namespace BirD.Restoration.Priors.Import.Torch;

/// <summary>PyTorch's zip container (1.6 and later): <c>*/data.pkl</c> and one raw entry <c>*/data/KEY</c> per storage.</summary>
internal sealed class TorchZipCheckpoint : Checkpoint
{
    /// <summary>The largest known state dictionary has a pickle of less than a megabyte.</summary>
    private const long MostPickleBytes = 64 << 20;

    private readonly ZipArchive _archive;
    private readonly string _prefix;

    private TorchZipCheckpoint(string file, ZipArchive archive, string prefix, IReadOnlyList<StoredTensor> tensors)
        : base(file, tensors)
    {
        _archive = archive;
        _prefix = prefix;
    }

    /// <exception cref="InvalidDataException">No readable zip archive: most often a truncated one.</exception>
    public static TorchZipCheckpoint Open(string file, Stream stream)
    {
        var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var pickle = archive.Entries.FirstOrDefault(e => e.Name == "data.pkl" && e.FullName.Count(c => c == '/') <= 1)
            ?? throw new PriorException($"'{file}' is a zip archive but no checkpoint: it has no data.pkl.");
        var prefix = pickle.FullName[..^"data.pkl".Length];
        CheckByteOrder(file, archive, prefix);
        if (pickle.Length > MostPickleBytes)
        {
            throw new PriorException($"'{file}' has a data.pkl of {pickle.Length} bytes; a state dictionary needs a fraction of that. Refused.");
        }

        using var body = pickle.Open();
        var root = new PickleMachine(file, body).Load();
        return new TorchZipCheckpoint(file, archive, prefix, StateDictionary.Find(file, root));
    }

    protected override void ReadStorage(StoredTensor tensor, long offset, Span<byte> target)
    {
        var entry = _archive.GetEntry($"{_prefix}data/{tensor.StorageKey}") ?? throw Truncated(tensor);
        if (entry.Length < offset + target.Length)
        {
            throw Truncated(tensor);
        }

        try
        {
            using var body = entry.Open();
            Skip(body, offset);
            body.ReadExactly(target);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw Truncated(tensor, e);
        }
    }

    protected override void Dispose(bool disposing) => _archive.Dispose();

    private static void CheckByteOrder(string file, ZipArchive archive, string prefix)
    {
        if (archive.GetEntry(prefix + "byteorder") is not { } entry)
        {
            return;
        }

        using var reader = new StreamReader(entry.Open());
        Span<char> word = stackalloc char[6];
        if (word[..reader.ReadBlock(word)] is not "little")
        {
            throw new PriorException($"'{file}' was written on a big-endian machine. Save it again on a little-endian one.");
        }
    }

    private static void Skip(Stream stream, long bytes)
    {
        Span<byte> waste = stackalloc byte[4096];
        while (bytes > 0)
        {
            var part = waste[..(int)Math.Min(bytes, waste.Length)];
            stream.ReadExactly(part);
            bytes -= part.Length;
        }
    }
}
