using System.Buffers.Binary;
using System.Text.Json;
using BirD.Restoration.Priors.Import.Torch.Pickle;

namespace BirD.Restoration.Priors.Import.Torch;

/// <summary>The safetensors container: an int64 header length, a JSON header, then the raw row-major elements.</summary>
internal sealed class SafetensorsCheckpoint : Checkpoint
{
    private const int MostHeaderBytes = 100_000_000;

    private readonly Stream _stream;
    private readonly Dictionary<string, long> _starts;

    private SafetensorsCheckpoint(string file, Stream stream, Dictionary<string, long> starts, IReadOnlyList<StoredTensor> tensors)
        : base(file, tensors)
    {
        _stream = stream;
        _starts = starts;
    }

    /// <exception cref="InvalidDataException">The header is not what the format asks for.</exception>
    /// <exception cref="EndOfStreamException">The file ends inside the header.</exception>
    public static SafetensorsCheckpoint Open(string file, Stream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MostHeaderBytes)
        {
            throw new InvalidDataException($"The header claims {length} bytes.");
        }

        var header = new byte[(int)length];
        stream.ReadExactly(header);
        var body = sizeof(ulong) + (long)length;
        var tensors = new List<StoredTensor>();
        var starts = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(header);
            foreach (var entry in json.RootElement.EnumerateObject().Where(e => e.Name != "__metadata__"))
            {
                var (tensor, begin, end) = Entry(entry.Name, entry.Value);
                tensor = tensor.Checked(file);
                if (begin < 0 || end - begin != tensor.Count * Widening.Size(tensor.Type) || body + end > stream.Length)
                {
                    throw new InvalidDataException($"The data of tensor '{tensor.Name}' are incomplete.");
                }

                if (!starts.TryAdd(tensor.Name, body + begin))
                {
                    throw new InvalidDataException($"Tensor '{tensor.Name}' occurs twice.");
                }

                tensors.Add(tensor);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"The safetensors header is not valid: {e.Message}", e);
        }

        return new SafetensorsCheckpoint(file, stream, starts, StateDictionary.WithoutModulePrefix(tensors));
    }

    protected override void ReadStorage(StoredTensor tensor, long offset, Span<byte> target)
    {
        try
        {
            _stream.Position = _starts[tensor.StorageKey] + offset;
            _stream.ReadExactly(target);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(tensor, e);
        }
    }

    protected override void Dispose(bool disposing) => _stream.Dispose();

    private static (StoredTensor Tensor, long Begin, long End) Entry(string name, JsonElement value)
    {
        long[] shape = [.. value.GetProperty("shape").EnumerateArray().Select(e => e.GetInt64())];
        long[] range = [.. value.GetProperty("data_offsets").EnumerateArray().Select(e => e.GetInt64())];
        if (range.Length != 2)
        {
            throw new InvalidDataException($"Tensor '{name}' has {range.Length} offsets instead of 2.");
        }

        var type = Type(name, value.GetProperty("dtype").GetString());
        var length = (range[1] - range[0]) / Widening.Size(type);
        return (new StoredTensor(name, shape, StoredTensor.RowMajor(shape), 0, type, name, length), range[0], range[1]);
    }

    private static ElementType Type(string name, string? word) => word switch
    {
        "F32" => ElementType.Float32,
        "F64" => ElementType.Float64,
        "F16" => ElementType.Float16,
        "BF16" => ElementType.BFloat16,
        "I64" => ElementType.Int64,
        "I32" => ElementType.Int32,
        "I16" => ElementType.Int16,
        "I8" => ElementType.Int8,
        "U8" => ElementType.UInt8,
        "BOOL" => ElementType.Boolean,
        _ => throw new InvalidDataException($"Tensor '{name}' has the unknown element type '{word}'."),
    };
}
