using System.Buffers.Binary;
using BirD.Restoration.Imaging;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>Small pictures with known content, made with libvips itself.</summary>
internal static class TestPictures
{
    public static readonly NetVipsImageCodec Codec = new();

    public static readonly DecodeLimits Limits = new();

    /// <summary>Smooth in all directions and different in every band; values over the whole range of the depth.</summary>
    public static Image Smooth(int width = 70, int height = 50, int bands = 3, bool wide = false)
    {
        var max = wide ? 65535 : 255;
        var samples = new ushort[width * height * bands];
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y, band) = (i / bands % width, i / bands / width, i % bands);
            var wave = 0.5 + (0.25 * Math.Sin((x * 0.11) + band)) + (0.25 * Math.Cos((y * 0.13) - (band * 2)));
            samples[i] = (ushort)Math.Round(wave * max);
        }

        return From(samples, width, height, bands, wide);
    }

    /// <summary>Every pixel its own code: 0, 1, 2, ... from the top left.</summary>
    public static Image Ramp16(int width, int height, int scale = 1) => From(
        [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i * scale))], width, height, 1, wide: true);

    public static Image From(ushort[] samples, int width, int height, int bands, bool wide)
    {
        using var raw = Image.NewFromMemory(samples, width, height, bands, Enums.BandFormat.Ushort);
        using var typed = wide ? raw.Copy() : raw.Cast(Enums.BandFormat.Uchar);
        return typed.Copy(interpretation: (bands < 3, wide) switch
        {
            (true, true) => Enums.Interpretation.Grey16,
            (true, false) => Enums.Interpretation.Bw,
            (false, true) => Enums.Interpretation.Rgb16,
            _ => Enums.Interpretation.Srgb,
        }).CopyMemory();
    }

    public static Image With(this Image image, Action<MutableImage> change) => image.Mutate(change);

    public static Image Open(byte[] bytes) => Image.NewFromBuffer(bytes);

    public static ushort[] Samples(byte[] bytes)
    {
        using var image = Open(bytes);
        using var wide = image.Cast(Enums.BandFormat.Ushort);
        return wide.WriteToMemory<ushort>();
    }

    /// <summary>Decode and encode with nothing done in between.</summary>
    public static byte[] RoundTrip(byte[] bytes)
    {
        var decoded = Codec.Decode(bytes, Limits);
        return Codec.Encode(decoded, decoded.Pixels);
    }

    /// <summary>A PNG whose header promises a size that its data do not hold.</summary>
    public static byte[] PngHeaderOnly(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            .. PngChunks.Create("IHDR"u8, header),
            .. PngChunks.Create("IDAT"u8, [0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]),
            .. PngChunks.Create("IEND"u8, []),
        ];
    }
}
