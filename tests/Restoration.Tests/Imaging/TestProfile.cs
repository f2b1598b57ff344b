using System.Buffers.Binary;
using System.Text;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>A small ICC profile of version 2, made from primaries and a gamma; the real ones may not be shipped.</summary>
internal static class TestProfile
{
    public static byte[] Matrix(string name, (double X, double Y)[] primaries, double gamma)
    {
        // Unscaled columns do for a carrier; no colour engine is asked about them.
        var tags = new List<(string Name, byte[] Data)>
        {
            ("desc", [.. "desc\0\0\0\0"u8, .. Number(name.Length + 1), .. Encoding.ASCII.GetBytes(name), 0, .. new byte[78]]),
            ("wtpt", Xyz(0.9642, 1, 0.8249)),
        };
        foreach (var (tag, (x, y)) in "rgb".Zip(primaries))
        {
            tags.Add(($"{tag}XYZ", Xyz(x / y / 3, 1 / 3.0, (1 - x - y) / y / 3)));
            tags.Add(($"{tag}TRC", [.. "curv\0\0\0\0\0\0\0\u0001"u8, (byte)gamma, (byte)(gamma % 1 * 256), 0, 0]));
        }

        var table = 128 + 4 + (tags.Count * 12);
        var body = new MemoryStream();
        var index = new MemoryStream();
        index.Write(Number(tags.Count));
        foreach (var (tag, data) in tags)
        {
            index.Write([.. Encoding.ASCII.GetBytes(tag), .. Number(table + (int)body.Length), .. Number(data.Length)]);
            body.Write(data);
            body.Write(new byte[(4 - (data.Length % 4)) % 4]);
        }

        var header = new byte[128];
        Number(table + (int)body.Length).CopyTo(header, 0);
        (header[8], header[9]) = (2, 0x20);
        "mntrRGB XYZ "u8.CopyTo(header.AsSpan(12));
        "acsp"u8.CopyTo(header.AsSpan(36));
        Xyz(0.9642, 1, 0.8249).AsSpan(8).CopyTo(header.AsSpan(68));
        return [.. header, .. index.ToArray(), .. body.ToArray()];
    }

    private static byte[] Xyz(double x, double y, double z) =>
        [.. "XYZ \0\0\0\0"u8, .. Number((int)(x * 65536)), .. Number((int)(y * 65536)), .. Number((int)(z * 65536))];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
