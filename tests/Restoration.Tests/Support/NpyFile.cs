using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace BirD.Restoration.Tests.Support;

/// <summary>NumPy's .npy, version 1, little-endian, C order: what the golden data are kept in.</summary>
public sealed partial class NpyFile
{
    private readonly byte[] data;

    private NpyFile(string dtype, int[] shape, byte[] data) => (Dtype, Shape, this.data) = (dtype, shape, data);

    public string Dtype { get; }

    public int[] Shape { get; }

    public int Length => Shape.Aggregate(1, (a, b) => a * b);

    /// <summary>Reads a golden file by its path below Golden/.</summary>
    public static NpyFile Golden(params string[] path) => Load(GoldenPath(path));

    public static string GoldenPath(params string[] path) => Path.Combine([AppContext.BaseDirectory, "Golden", .. path]);

    public static NpyFile Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var header = Encoding.ASCII.GetString(bytes, 10, headerLength);
        var shape = ShapePattern().Match(header).Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(s => int.Parse(s, CultureInfo.InvariantCulture)).ToArray();
        return new NpyFile(DtypePattern().Match(header).Groups[1].Value, shape, bytes[(10 + headerLength)..]);
    }

    public float[] AsFloat32() => Dtype switch
    {
        "<f4" => MemoryMarshal.Cast<byte, float>(data).ToArray(),
        "<f8" => [.. AsFloat64().Select(v => (float)v)],
        _ => throw new NotSupportedException(Dtype),
    };

    public double[] AsFloat64() => Dtype switch
    {
        "<f8" => MemoryMarshal.Cast<byte, double>(data).ToArray(),
        "<f4" => [.. AsFloat32().Select(v => (double)v)],
        _ => throw new NotSupportedException(Dtype),
    };

    public byte[] AsUInt8() => Dtype == "|u1" ? data : throw new NotSupportedException(Dtype);

    public ushort[] AsUInt16() => Dtype == "<u2" ? MemoryMarshal.Cast<byte, ushort>(data).ToArray() : throw new NotSupportedException(Dtype);

    public int[] AsInt32() => Dtype == "<i4" ? MemoryMarshal.Cast<byte, int>(data).ToArray() : throw new NotSupportedException(Dtype);

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex DtypePattern();
}
