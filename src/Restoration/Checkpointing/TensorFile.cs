using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BirD.Restoration.Checkpointing;

/// <summary>Named tensors and text metadata in the safetensors layout, each tensor with its XxHash3.</summary>
/// <remarks>8-byte little-endian header length, JSON header, raw little-endian tensors: readable by archive staff with common tools.</remarks>
internal sealed class TensorFile
{
    private const string HashPrefix = "xxh3.";
    private readonly Dictionary<string, (string Type, int[] Shape, Array Values)> tensors = [];

    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public bool Has(string name) => tensors.ContainsKey(name);

    /// <summary>Refers to the values and doesn't copy them, so they must stay as they are until <see cref="ToBytes"/>.</summary>
    public void Add(string name, int[] shape, float[] values) => tensors.Add(name, ("F32", shape, values));

    /// <inheritdoc cref="Add(string, int[], float[])"/>
    public void Add(string name, int[] shape, double[] values) => tensors.Add(name, ("F64", shape, values));

    /// <inheritdoc cref="Add(string, int[], float[])"/>
    public void Add(string name, int[] shape, ushort[] values) => tensors.Add(name, ("U16", shape, values));

    public (int[] Shape, float[] Values) Floats(string name) => Get<float>(name, "F32");

    public (int[] Shape, double[] Values) Doubles(string name) => Get<double>(name, "F64");

    public (int[] Shape, ushort[] Values) Codes(string name) => Get<ushort>(name, "U16");

    public byte[] ToBytes()
    {
        var header = new JsonObject();
        var metadata = new JsonObject();
        foreach (var (key, value) in Metadata)
        {
            metadata[key] = value;
        }

        header["__metadata__"] = metadata;
        var offset = 0L;
        foreach (var (name, (type, shape, values)) in tensors)
        {
            var data = Bytes(values);
            metadata[HashPrefix + name] = Hash(data);
            header[name] = new JsonObject
            {
                ["dtype"] = type,
                ["shape"] = new JsonArray([.. shape.Select(s => (JsonNode)s)]),
                ["data_offsets"] = new JsonArray(offset, offset + data.Length),
            };
            offset += data.Length;
        }

        // Readers map tensors in place, so the data must start on an 8-byte boundary: pad with spaces.
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (json.Length + 7) / 8 * 8;
        var bytes = new byte[8 + padded + offset];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, padded);
        json.CopyTo(bytes, 8);
        bytes.AsSpan(8 + json.Length, padded - json.Length).Fill((byte)' ');
        var at = 8 + padded;
        foreach (var (_, _, values) in tensors.Values)
        {
            var data = Bytes(values);
            data.CopyTo(bytes.AsSpan(at));
            at += data.Length;
        }

        return bytes;
    }

    /// <summary>The metadata alone; no tensor is read or checked.</summary>
    /// <exception cref="CheckpointException">The bytes are cut short or malformed.</exception>
    public static SortedDictionary<string, string> MetadataOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var file = new TensorFile();
            Header(bytes, file);
            return file.Metadata;
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw new CheckpointException("The checkpoint is cut short or malformed.", e);
        }
    }

    /// <exception cref="CheckpointException">The bytes are cut short, malformed, or a tensor's hash differs.</exception>
    public static TensorFile Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var file = new TensorFile();
            var (header, length) = Header(bytes, file);
            foreach (var (name, node) in header.Where(entry => entry.Key != "__metadata__"))
            {
                var offsets = node!["data_offsets"]!.AsArray();
                var (from, to) = (offsets[0]!.GetValue<int>(), offsets[1]!.GetValue<int>());
                var data = bytes.Slice(8 + length + from, to - from);
                if (!file.Metadata.Remove(HashPrefix + name, out var hash) || hash != Hash(data))
                {
                    throw new CheckpointException($"Tensor '{name}' of the checkpoint is damaged.");
                }

                var shape = node["shape"]!.AsArray().Select(s => s!.GetValue<int>()).ToArray();
                var type = node["dtype"]!.GetValue<string>();
                file.tensors.Add(name, (type, shape, Values(type, data)));
            }

            return file;
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw new CheckpointException("The checkpoint is cut short or malformed.", e);
        }
    }

    private static (JsonObject Header, int Length) Header(ReadOnlySpan<byte> bytes, TensorFile file)
    {
        var length = checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes));
        var header = JsonNode.Parse(bytes.Slice(8, length))!.AsObject();
        foreach (var (key, value) in header["__metadata__"]!.AsObject())
        {
            file.Metadata[key] = value!.GetValue<string>();
        }

        return (header, length);
    }

    private static bool IsMalformed(Exception e) => e is JsonException or ArgumentException or OverflowException or InvalidOperationException
        or NullReferenceException or FormatException;

    private (int[] Shape, T[] Values) Get<T>(string name, string type) =>
        tensors.TryGetValue(name, out var tensor) && tensor.Values is T[] values
            ? (tensor.Shape, values)
            : throw new CheckpointException($"The checkpoint has no {type} tensor '{name}'.");

    private static ReadOnlySpan<byte> Bytes(Array values) => values switch
    {
        float[] floats => MemoryMarshal.AsBytes(floats.AsSpan()),
        double[] doubles => MemoryMarshal.AsBytes(doubles.AsSpan()),
        ushort[] codes => MemoryMarshal.AsBytes(codes.AsSpan()),
        _ => throw new ArgumentException($"No tensor type for {values.GetType()}.", nameof(values)),
    };

    private static Array Values(string type, ReadOnlySpan<byte> data) => type switch
    {
        "F32" => MemoryMarshal.Cast<byte, float>(data).ToArray(),
        "F64" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
        "U16" => MemoryMarshal.Cast<byte, ushort>(data).ToArray(),
        _ => throw new CheckpointException($"The checkpoint has a tensor of type {type}, which this version doesn't know."),
    };

    private static string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(XxHash3.Hash(data));
}
