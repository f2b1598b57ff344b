using System.IO.Compression;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>TIFFs of 10, 12 or 14 bits per sample, as scanners and film recorders pack them, as ones of 16: libvips reads no others.</summary>
internal static class TiffWidening
{
    private const ushort Compression = 259;
    private const ushort Photometric = 262;
    private const ushort FillOrder = 266;
    private const ushort SamplesPerPixel = 277;
    private const ushort RowsPerStrip = 278;
    private const ushort PlanarConfiguration = 284;
    private const ushort Predictor = 317;
    private const ushort SampleFormat = 339;

    private const ulong None = 1;
    private const ulong Deflate = 8;
    private const ulong OldDeflate = 32946;
    private const ulong PackBits = 32773;
    private const ulong WhiteIsZero = 0;

    /// <summary>Whether it is one of those, stored in a way that is read here: in strips, channels together, uncompressed, Deflate or PackBits.</summary>
    public static bool Applies(TiffDirectory page) =>
        IsOdd(page) && page.Number(Compression, None) is None or Deflate or OldDeflate or PackBits
        && page.Number(Photometric) <= 2 && page.Number(PlanarConfiguration, 1) == 1 && page.Number(Predictor, 1) == 1 && page.Number(FillOrder, 1) == 1
        && page[TiffTags.StripOffsets] is not null && page[TiffTags.StripByteCounts] is not null && page.Number(SamplesPerPixel, 1) is >= 1 and <= 4;

    /// <summary>Whether its samples are integers of a size that libvips doesn't read.</summary>
    public static bool IsOdd(TiffDirectory page) => BitsOf(page) is 10 or 12 or 14 && page.Number(SampleFormat, 1) == 1;

    /// <summary>Bits of the first sample; 0 where samples differ.</summary>
    public static int BitsOf(TiffDirectory page)
    {
        if (page[TiffTags.BitsPerSample] is not { } bits)
        {
            return 1;
        }

        return Enumerable.Range(0, (int)Math.Min(bits.Count, 16)).All(n => bits.Number(n) == bits.Number()) ? (int)Math.Min(bits.Number(), 64) : 0;
    }

    /// <summary>The same page with 16 bits, over the same range: the brightest code stays the brightest. All other fields are kept.</summary>
    /// <param name="file">Of one page.</param>
    /// <param name="mostPixels">Refused beyond, before anything is allocated.</param>
    /// <exception cref="PictureException">Truncated or TooLarge.</exception>
    public static byte[] Widen(TiffFile file, long mostPixels)
    {
        var page = file.Pages[0];
        var (width, height, bands) = ((long)page.Number(TiffTags.Width), (long)page.Number(TiffTags.Height), (int)page.Number(SamplesPerPixel, 1));
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue || width * height > mostPixels || width * height * bands > Array.MaxLength)
        {
            throw new PictureException(PictureFault.TooLarge, $"The picture is {width} x {height}, more than may be decoded at once.");
        }

        var samples = Unpack(file, page, (int)width, (int)height, bands);
        using var raw = Image.NewFromMemory(samples, (int)width, (int)height, bands, Enums.BandFormat.Ushort);
        using var typed = raw.Copy(interpretation: bands < 3 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);
        var stored = TiffFile.Read(typed.TiffsaveBuffer(
            compression: page.Number(Compression, None) == None ? Enums.ForeignTiffCompression.None : Enums.ForeignTiffCompression.Deflate,
            bigtiff: file.IsBig || samples.LongLength * 2 > TiffWriter.ClassicCeiling));
        var merged = TiffMetadata.Merge(stored.Pages[0], page, turned: false, recoloured: false, page[TiffTags.Xmp]?.Raw.ToArray());
        if (page[TiffTags.Orientation] is { } orientation)
        {
            merged.Set(orientation);
        }

        using var whole = new TiffAssembler(stored.IsBig);
        whole.Add(stored, stored.Pages[0], merged);
        return whole.ToArray();
    }

    private static ushort[] Unpack(TiffFile file, TiffDirectory page, int width, int height, int bands)
    {
        var (bits, perRow) = (BitsOf(page), width * bands);
        var rowBytes = (int)(((long)perRow * bits + 7) / 8);
        var rowsPerStrip = (int)Math.Min(page.Number(RowsPerStrip, ulong.MaxValue), (ulong)height);
        if (rowsPerStrip < 1)
        {
            throw Short();
        }

        var (offsets, counts) = (page[TiffTags.StripOffsets]!.Value, page[TiffTags.StripByteCounts]!.Value);
        var samples = new ushort[(long)perRow * height];
        var invert = page.Number(Photometric) == WhiteIsZero;
        for (int top = 0, strip = 0; top < height; top += rowsPerStrip, strip++)
        {
            if ((ulong)strip >= offsets.Count || (ulong)strip >= counts.Count)
            {
                throw Short();
            }

            var rows = Math.Min(rowsPerStrip, height - top);
            var packed = Decompress(file.Block(offsets.Number(strip), counts.Number(strip)), page.Number(Compression, None), (long)rows * rowBytes);
            for (var row = 0; row < rows; row++)
            {
                Spread(packed.Span.Slice(row * rowBytes, rowBytes), bits, invert, samples.AsSpan((top + row) * perRow, perRow));
            }
        }

        return samples;
    }

    /// <summary>Samples follow one another from the highest bit of the first byte on, whatever the file's byte order; rows begin on bytes.</summary>
    private static void Spread(ReadOnlySpan<byte> packed, int bits, bool invert, Span<ushort> row)
    {
        var (most, held, count, at) = ((1u << bits) - 1, 0u, 0, 0);
        for (var n = 0; n < row.Length; n++)
        {
            while (count < bits)
            {
                held = (held << 8) | packed[at++];
                count += 8;
            }

            count -= bits;
            var code = (held >> count) & most;
            held &= (1u << count) - 1;
            code = invert ? most - code : code;
            row[n] = (ushort)(((code * 65535L) + (most / 2)) / most);
        }
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> block, ulong compression, long length)
    {
        if (compression == None)
        {
            return block.Length >= length ? block : throw Short();
        }

        var whole = new byte[length];
        if (compression == PackBits)
        {
            Unpack(block.Span, whole);
            return whole;
        }

        try
        {
            using var stream = new ZLibStream(new MemoryStream(block.ToArray()), CompressionMode.Decompress);
            stream.ReadExactly(whole);
            return whole;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Short();
        }
    }

    /// <summary>TIFF 6.0, section 9: a count and that many bytes, or one to repeat.</summary>
    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> whole)
    {
        for (var at = 0; !whole.IsEmpty;)
        {
            if (at + 1 >= packed.Length)
            {
                throw Short();
            }

            var head = (sbyte)packed[at++];
            if (head == -128)
            {
                continue;
            }

            var count = Math.Min(head >= 0 ? head + 1 : 1 - head, whole.Length);
            if (head >= 0)
            {
                if (at + count > packed.Length)
                {
                    throw Short();
                }

                packed.Slice(at, count).CopyTo(whole);
                at += head + 1;
            }
            else
            {
                whole[..count].Fill(packed[at++]);
            }

            whole = whole[count..];
        }
    }

    private static PictureException Short() => new(PictureFault.Truncated, "The tiff file is cut short or damaged: its strips hold less than the picture. Copy it again from its source.");
}
