using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace BirD.Restoration.Tests.Support;

/// <summary>A .npy array, version 1.0, little-endian, C order: the form of the reference values.</summary>
public sealed partial class NpyFile
{
    private readonly byte[] _body;

    private NpyFile(int[] shape, string dtype, byte[] body) => (Shape, Dtype, _body) = (shape, dtype, body);

    public int[] Shape { get; }

    /// <summary>NumPy's word without the byte order, for example <c>f4</c>.</summary>
    public string Dtype { get; }

    public static NpyFile Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = BitConverter.ToUInt16(bytes, 8);
        var header = Encoding.ASCII.GetString(bytes, 10, length);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"{path} is in Fortran order.");
        }

        var dtype = DtypeField().Match(header).Groups[1].Value;
        int[] shape = [.. ShapeField().Match(header).Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(n => int.Parse(n, CultureInfo.InvariantCulture))];
        return new NpyFile(shape, dtype, bytes[(10 + length)..]);
    }

    public float[] AsFloat32() => Dtype == "f4" ? As<float>() : [.. AsFloat64().Select(v => (float)v)];

    public double[] AsFloat64() => Dtype switch
    {
        "f8" => As<double>(),
        "f4" => [.. As<float>().Select(v => (double)v)],
        "i4" => [.. As<int>().Select(v => (double)v)],
        "i8" => [.. As<long>().Select(v => (double)v)],
        "u1" => [.. _body.Select(v => (double)v)],
        "u2" => [.. As<ushort>().Select(v => (double)v)],
        _ => throw new NotSupportedException($"Element type {Dtype}."),
    };

    public byte[] AsBytes() => Expect("u1", _body);

    public ushort[] AsUInt16() => Expect("u2", As<ushort>());

    public int[] AsInt32() => Expect("i4", As<int>());

    private T[] Expect<T>(string dtype, T[] values) =>
        Dtype == dtype ? values : throw new InvalidOperationException($"The array holds {Dtype}, not {dtype}.");

    private T[] As<T>()
        where T : struct => MemoryMarshal.Cast<byte, T>(_body).ToArray();

    [GeneratedRegex("'descr': '[<|=]([a-z]\\d+)'")]
    private static partial Regex DtypeField();

    [GeneratedRegex("'shape': \\(([^)]*)\\)")]
    private static partial Regex ShapeField();
}
