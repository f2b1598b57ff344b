using System.Buffers.Binary;
using System.IO.Compression;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>TIFFs that viewers open and libvips doesn't: read, or named for what they are, and never called damaged.</summary>
public sealed class TiffFormTests
{
    [Theory]
    [InlineData(10, 1, 1, false)]
    [InlineData(12, 3, 1, false)]
    [InlineData(12, 1, 8, true)]
    [InlineData(12, 3, 32773, false)]
    [InlineData(14, 3, 8, false)]
    public void OddDepth_IsRead_OverTheWholeRange_AndComesBackAs16(int bits, int bands, int compression, bool inverted)
    {
        const int width = 33, height = 20;
        var most = (1 << bits) - 1;
        int[] codes = [.. Enumerable.Range(0, width * height * bands).Select(n => (int)((n * 7919L) % (most + 1)))];
        (codes[0], codes[^1]) = (0, most);
        var file = Tiff(width, height, bands, bits, compression, inverted ? 0 : bands == 1 ? 1 : 2, Pack(codes, width * bands, bits), rowsPerStrip: 7);

        var image = TestPictures.Codec.Decode(file, TestPictures.Limits);

        (image.BitDepth, image.Pixels.Channels, image.Pixels.Width, image.Pixels.Height).ShouldBe((16, bands, width, height));
        image.Notes.ShouldHaveSingleItem().ShouldContain($"{bits} bits per sample");
        for (var n = 0; n < codes.Length; n++)
        {
            var code = inverted ? most - codes[n] : codes[n];
            image.Pixels.Plane(n % bands)[n / bands].ShouldBe(code / (float)most, 1f / 65535);
        }

        var again = TestPictures.Codec.Decode(TestPictures.Codec.Encode(image, image.Pixels), TestPictures.Limits);
        (again.BitDepth, again.Notes.Count).ShouldBe((16, 0));
        again.Pixels.Data.ShouldBe(image.Pixels.Data);
    }

    [Fact]
    public void OddDepth_CutShort_IsTruncated()
    {
        var packed = Pack([.. Enumerable.Repeat(7, 40 * 30)], 40, 12);
        Refused(Tiff(40, 30, 1, 12, 1, 1, packed[..900], rowsPerStrip: 30)).Fault.ShouldBe(PictureFault.Truncated);
    }

    [Fact]
    public void OddDepth_OfAnAbsurdSize_IsRefusedBeforeItIsUnpacked() =>
        Refused(Tiff(60_000, 60_000, 3, 12, 1, 2, new byte[10], rowsPerStrip: 60_000)).Fault.ShouldBe(PictureFault.TooLarge);

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(60000)]
    public void OrientationThatIsNone_IsUpright(int orientation)
    {
        byte[] samples = [.. Enumerable.Range(0, 40 * 30).Select(n => (byte)n)];
        var image = TestPictures.Codec.Decode(Tiff(40, 30, 1, 8, 1, 1, samples, 30, orientation), TestPictures.Limits);
        (image.Pixels.Width, image.IsTurned, image.Pixels.Data[1]).ShouldBe((40, false, 1 / 255f));
        TestPictures.Codec.Decode(TestPictures.Codec.Encode(image, image.Pixels), TestPictures.Limits).Pixels.Data.ShouldBe(image.Pixels.Data);
    }

    [Theory]
    [InlineData(8, 50000, 1, "ZSTD")]
    [InlineData(8, 34712, 1, "JPEG 2000")]
    [InlineData(12, 5, 1, "12 bits per sample")]
    [InlineData(24, 1, 1, "24 bits per sample")]
    public void KindThatIsNotRead_IsNamed_WithTheWayOn(int bits, int compression, int photometric, string name)
    {
        var error = Refused(Tiff(40, 30, 1, bits, compression, photometric, new byte[40 * 30 * 3], 30));
        (error.Fault, error.Message.Contains(name, StringComparison.Ordinal), error.Message.Contains("for example", StringComparison.Ordinal))
            .ShouldBe((PictureFault.Unsupported, true, true), error.Message);
    }

    [Fact]
    public void AnimatedPng_IsNamed()
    {
        using var picture = TestPictures.Smooth(16, 12);
        var png = picture.PngsaveBuffer();
        byte[] animation = [0, 0, 0, 5, 0, 0, 0, 0];
        var header = 8 + 25;
        var error = Refused([.. png[..header], .. PngChunks.Create("acTL"u8, animation), .. png[header..]]);
        (error.Fault, error.Message.Contains("animation of 5 frames", StringComparison.Ordinal)).ShouldBe((PictureFault.Unsupported, true), error.Message);
    }

    private static PictureException Refused(byte[] file) => Should.Throw<PictureException>(() => TestPictures.Codec.Decode(file, TestPictures.Limits));

    private static byte[] Pack(int[] codes, int perRow, int bits)
    {
        using var packed = new MemoryStream();
        for (var row = 0; row < codes.Length / perRow; row++)
        {
            var (held, count) = (0L, 0);
            foreach (var code in codes.AsSpan(row * perRow, perRow))
            {
                (held, count) = ((held << bits) | (long)code, count + bits);
                while (count >= 8)
                {
                    packed.WriteByte((byte)(held >> (count - 8)));
                    count -= 8;
                }
            }

            if (count > 0)
            {
                packed.WriteByte((byte)(held << (8 - count)));
            }
        }

        return packed.ToArray();
    }

    /// <summary>Written by hand: libvips writes none of these.</summary>
    private static byte[] Tiff(int width, int height, int bands, int bits, int compression, int photometric, byte[] packed, int rowsPerStrip, int orientation = 1)
    {
        var rowBytes = ((width * bands * bits) + 7) / 8;
        using var file = new MemoryStream();
        file.Write([(byte)'I', (byte)'I', 42, 0, 0, 0, 0, 0]);
        var strips = new List<(int Offset, int Length)>();
        for (var row = 0; row < height; row += rowsPerStrip)
        {
            var from = (int)Math.Min(packed.Length, (long)row * rowBytes);
            var strip = Compress(packed.AsSpan(from, (int)Math.Min(packed.Length - from, (long)Math.Min(rowsPerStrip, height - row) * rowBytes)), compression);
            strips.Add(((int)file.Position, strip.Length));
            file.Write(strip);
        }

        var (offsets, counts, depths) = (Place([.. strips.Select(strip => strip.Offset)]), Place([.. strips.Select(strip => strip.Length)]), PlaceShorts(bits, bands));
        var directory = (int)file.Position;
        (int Tag, int Type, int Count, int Value)[] fields =
        [
            (256, 4, 1, width), (257, 4, 1, height), (258, 3, bands, bands < 3 ? bits : depths), (259, 3, 1, compression), (262, 3, 1, photometric),
            (273, 4, strips.Count, offsets), (274, 3, 1, orientation), (277, 3, 1, bands), (278, 4, 1, rowsPerStrip), (279, 4, strips.Count, counts),
        ];
        Span<byte> entry = stackalloc byte[12];
        file.Write([(byte)fields.Length, 0]);
        foreach (var (tag, type, count, value) in fields)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], value);
            file.Write(entry);
        }

        file.Write(new byte[4]);
        var bytes = file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), directory);
        return bytes;

        int Place(int[] values)
        {
            if (values.Length == 1)
            {
                return values[0];
            }

            var at = Aligned();
            foreach (var value in values)
            {
                file.Write(BitConverter.GetBytes(value));
            }

            return at;
        }

        int PlaceShorts(int value, int count)
        {
            var at = Aligned();
            for (var n = 0; n < count; n++)
            {
                file.Write(BitConverter.GetBytes((ushort)value));
            }

            Aligned();
            return at;
        }

        int Aligned()
        {
            while (file.Position % 4 != 0)
            {
                file.WriteByte(0);
            }

            return (int)file.Position;
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes, int compression)
    {
        using var packed = new MemoryStream();
        if (compression == 8)
        {
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                zlib.Write(bytes);
            }

            return packed.ToArray();
        }

        if (compression != 32773)
        {
            return bytes.ToArray();
        }

        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(100, bytes.Length)..])
        {
            packed.WriteByte((byte)(Math.Min(100, bytes.Length) - 1));
            packed.Write(bytes[..Math.Min(100, bytes.Length)]);
        }

        return packed.ToArray();
    }
}
