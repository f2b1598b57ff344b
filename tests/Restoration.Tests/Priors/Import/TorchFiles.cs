using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>Writes checkpoint files, well-formed and hostile.</summary>
internal static class TorchFiles
{
    /// <summary>A zip container around any pickle.</summary>
    public static void WriteZip(string path, byte[] pickle, IReadOnlyDictionary<string, byte[]>? storages = null)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Put(archive, "archive/data.pkl", pickle);
        foreach (var (key, body) in storages ?? new Dictionary<string, byte[]>())
        {
            Put(archive, $"archive/data/{key}", body);
        }
    }

    /// <summary>The pickle of one float32 tensor 'w' as torch.save writes it.</summary>
    public static byte[] OneTensorPickle(long offset, long[] shape, long[] stride, long storageLength)
    {
        var pickle = new PickleWriter().Op(0x80, 2).Op('}').Op('(').Text("w");
        Tensor(pickle, "0", offset, shape, stride, storageLength);
        return pickle.Op('u').Op('.').ToArray();
    }

    /// <summary>A state dictionary as torch.save writes it, tensor by tensor, so that a large one never lies in memory.</summary>
    public static void WriteStateDictionary(
        string path, IReadOnlyList<(string Name, long[] Shape)> tensors, Func<string, long[], float[]> values)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        var pickle = new PickleWriter().Op(0x80, 2).Global("collections", "OrderedDict").Op(')').Op('R').Op('(');
        for (var i = 0; i < tensors.Count; i++)
        {
            var (name, shape) = tensors[i];
            Tensor(pickle.Text(name), $"{i}", 0, shape, RowMajor(shape), shape.Aggregate(1L, (a, b) => a * b));
        }

        Put(archive, "archive/data.pkl", pickle.Op('u').Op('.').ToArray());
        for (var i = 0; i < tensors.Count; i++)
        {
            Put(archive, $"archive/data/{i}", MemoryMarshal.AsBytes(values(tensors[i].Name, tensors[i].Shape).AsSpan()));
        }
    }

    /// <summary>A safetensors file whose values come tensor by tensor, so that a large one never lies in memory.</summary>
    public static void WriteSafetensors(string path, IEnumerable<(string Name, long[] Shape)> tensors, Func<string, long, float[]> values)
    {
        var list = tensors.ToList();
        var header = new Dictionary<string, object>();
        var position = 0L;
        foreach (var (name, shape) in list)
        {
            var end = position + (shape.Aggregate(1L, (a, b) => a * b) * sizeof(float));
            header[name] = new { dtype = "F32", shape, data_offsets = new[] { position, end } };
            position = end;
        }

        using var stream = File.Create(path);
        WriteHeader(stream, JsonSerializer.Serialize(header));
        foreach (var (name, shape) in list)
        {
            var data = values(name, shape.Aggregate(1L, (a, b) => a * b));
            stream.Write(MemoryMarshal.AsBytes(data.AsSpan()));
        }
    }

    public static void WriteHeader(Stream stream, string json)
    {
        Span<byte> length = stackalloc byte[8];
        var bytes = Encoding.UTF8.GetBytes(json);
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }

    private static void Tensor(PickleWriter pickle, string key, long offset, long[] shape, long[] stride, long storageLength)
    {
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Op('(');
        pickle.Op('(').Text("storage").Global("torch", "FloatStorage").Text(key).Text("cpu").Int(storageLength).Op('t').Op('Q');
        pickle.Int(offset).Ints(shape).Ints(stride).Op(0x89).Global("collections", "OrderedDict").Op(')').Op('R').Op('t').Op('R');
    }

    private static long[] RowMajor(long[] shape) =>
        [.. shape.Select((_, i) => shape[(i + 1)..].Aggregate(1L, (a, b) => a * b))];

    private static void Put(ZipArchive archive, string name, ReadOnlySpan<byte> body)
    {
        using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(body);
    }
}
