using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using BirD.Restoration.Priors.Import.Torch.Pickle;

namespace BirD.Restoration.Priors.Import.Torch;

/// <summary>
/// PyTorch's stream container (before 1.6): pickles of a magic number, a version, system facts, the object and the
/// storage keys, then per key an int64 element count and the raw elements.
/// </summary>
internal sealed class TorchLegacyCheckpoint : Checkpoint
{
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private readonly Stream _stream;
    private readonly Dictionary<string, long> _starts;

    private TorchLegacyCheckpoint(string file, Stream stream, Dictionary<string, long> starts, IReadOnlyList<StoredTensor> tensors)
        : base(file, tensors)
    {
        _stream = stream;
        _starts = starts;
    }

    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    public static TorchLegacyCheckpoint Open(string file, Stream stream)
    {
        var pickles = new PickleMachine(file, stream);
        if (pickles.Load() is not BigInteger magic || magic != Magic)
        {
            throw new PriorException($"'{file}' is a Python pickle but no PyTorch checkpoint. Save the state dictionary with torch.save.");
        }

        if (pickles.Load() is not long and not BigInteger || pickles.Load() is not PickleDict system || !LittleEndian(system))
        {
            throw new PriorException($"'{file}' is a PyTorch checkpoint of an unknown version, or of a big-endian machine. Save it again.");
        }

        var tensors = StateDictionary.Find(file, pickles.Load());
        var storages = new Dictionary<string, PickleStorage>(pickles.Storages, StringComparer.Ordinal);
        var keys = pickles.Load() as List<object?> ?? throw new InvalidDataException("The list of storages is missing.");
        return new TorchLegacyCheckpoint(file, stream, Locate(stream, keys, storages), tensors);
    }

    protected override void ReadStorage(StoredTensor tensor, long offset, Span<byte> target)
    {
        if (!_starts.TryGetValue(tensor.StorageKey, out var start))
        {
            throw Truncated(tensor);
        }

        try
        {
            _stream.Position = start + offset;
            _stream.ReadExactly(target);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(tensor, e);
        }
    }

    protected override void Dispose(bool disposing) => _stream.Dispose();

    private static bool LittleEndian(PickleDict system) => system.Find("little_endian") is true;

    /// <summary>Walks the storages and notes where each one's elements start.</summary>
    private static Dictionary<string, long> Locate(Stream stream, List<object?> keys, Dictionary<string, PickleStorage> storages)
    {
        var starts = new Dictionary<string, long>(StringComparer.Ordinal);
        Span<byte> count = stackalloc byte[sizeof(long)];
        foreach (var key in keys.OfType<string>())
        {
            if (!storages.TryGetValue(key, out var storage))
            {
                throw new InvalidDataException($"Storage {key} belongs to no tensor, so its size is unknown.");
            }

            stream.ReadExactly(count);
            var elements = BinaryPrimitives.ReadInt64LittleEndian(count);
            if (elements != storage.Length)
            {
                throw new InvalidDataException($"Storage {key} holds {elements} elements instead of {storage.Length}.");
            }

            starts[key] = stream.Position;
            stream.Seek(elements * Widening.Size(storage.Type), SeekOrigin.Current);
            if (stream.Position > stream.Length)
            {
                throw new EndOfStreamException($"Storage {key} is incomplete.");
            }
        }

        return starts;
    }
}
