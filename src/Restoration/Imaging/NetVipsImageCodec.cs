using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>JPEG, PNG, TIFF, WebP and AVIF through libvips. Stateless; safe from several threads at once.</summary>
/// <remarks>
/// Read: 8 and 16 bit, grey or RGB, with or without an extra plane; palettes and 1-bit pictures become 8 bit, CMYK becomes
/// RGB through its profile. Refused with a reason: other colour spaces, float samples, animations. docs/formats.md has the
/// table. Pixels stay in the colour space of their file: its profile goes with them, so no gamut is ever cut off.
/// </remarks>
public sealed class NetVipsImageCodec : IImageCodec
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The native library could not be loaded.</exception>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page = 0)
    {
        VipsRuntime.EnsureStarted();
        if (bytes.Length > limits.MaxBytes)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                $"The file has {bytes.Length} bytes; the ceiling is {limits.MaxBytes}. Raise the limit if it is genuine.");
        }

        var format = FormatSniffer.Sniff(bytes.Span);
        if (format == PictureFormat.Tiff)
        {
            return DecodeTiff(bytes, limits, page);
        }

        if (format != PictureFormat.Jpeg || limits.ShrinkTo > 0)
        {
            return Decode(bytes, bytes, limits, page, strict: false);
        }

        try
        {
            return Decode(bytes, ScanParameters.Corrected(bytes), limits, page, strict: true);
        }
        catch (PictureException e) when (e.Fault == PictureFault.Truncated && e.InnerException is VipsException)
        {
            var warning = (VipsException)e.InnerException!;
            // What can be shown, if there is anything: the next attempt takes warnings, but neither errors nor an early end.
            var shown = Decode(bytes, bytes, limits, page, strict: false);
            return DecoderWarning.IsHarmless(warning)
                ? shown with { Notes = [.. shown.Notes, DecoderWarning.Note(warning)] }
                : shown with { Damage = DecoderWarning.Damage(warning) };
        }
    }

    private static DecodedImage DecodeTiff(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page)
    {
        try
        {
            var shown = Decode(bytes, TiffPreparation.Of(bytes, limits.MaxPixels), limits, page, strict: false);
            return shown with { Notes = [.. TiffPreparation.Notes(bytes), .. shown.Notes] };
        }
        catch (PictureException e) when (e.Fault is PictureFault.Truncated && TiffPreparation.Explain(bytes, page) is { } known)
        {
            throw known;
        }
    }

    private static DecodedImage Decode(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> decoded, DecodeLimits limits, int page, bool strict)
    {
        var pages = PageTable.Of(decoded, limits);
        using var header = PictureHeader.Open(decoded, pages[page].Directory, strict: strict);
        HeaderCheck.Check(header, limits);
        HeaderCheck.CheckFrames(header.Format, bytes.Span);
        try
        {
            var (pixels, alpha) = limits.ShrinkTo > 0 ? ShrunkReader.Read(header, bytes, limits.ShrinkTo) : ReadUpright(header.Image, header);
            return new DecodedImage(pixels, alpha, header.Format.Name(), header.BitDepth, bytes)
            {
                Page = page,
                PageCount = pages.Count,
                IsMask = pages[page].IsMask,
                IsTurned = header.Orientation != 1,
                Extra = alpha is null ? ExtraPlane.None : ExtraOf(header, bytes),
                Notes = [.. ReadingNotes.For(header), .. limits.ShrinkTo > 0 ? [] : Doubts(bytes, header.Format, pixels)],
            };
        }
        catch (VipsException e)
        {
            throw VipsFaults.Translate(e, header.Format);
        }
        catch (OutOfMemoryException e)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                $"The picture is {header.Image.Width} x {header.Image.Height} and does not fit into the free memory.", e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// <paramref name="pixels"/> differ in shape from the source, or hold values that are not numbers.
    /// </exception>
    /// <exception cref="PictureException">The source's metadata can't be carried over.</exception>
    public byte[] Encode(DecodedImage source, ImageTensor pixels, ProvenanceStamp? stamp = null)
    {
        VipsRuntime.EnsureStarted();
        if (!pixels.SameShape(source.Pixels))
        {
            throw new ArgumentException(
                $"The result is {Shape(pixels)}, its source {Shape(source.Pixels)}.", nameof(pixels));
        }

        var prepared = TiffPreparation.Of(source.Source);
        using var header = PictureHeader.Open(prepared, PageTable.Of(prepared)[source.Page].Directory);
        try
        {
            return Write(header, source with { Source = prepared }, pixels, stamp);
        }
        catch (VipsException e)
        {
            throw VipsFaults.Translate(e, header.Format);
        }
    }

    /// <inheritdoc/>
    public byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> pages)
    {
        var files = pages.Select(TiffFile.Read).ToList();
        using var whole = new TiffAssembler(files.Exists(file => file.IsBig) || pages.Sum(page => (long)page.Length) > TiffWriter.ClassicCeiling);
        foreach (var file in files)
        {
            whole.Add(file, file.Pages[0], file.Pages[0]);
        }

        return whole.ToArray();
    }

    private static byte[] Write(PictureHeader header, DecodedImage source, ImageTensor pixels, ProvenanceStamp? stamp)
    {
        using var bare = PixelWriter.Write(pixels, source.Alpha, source.BitDepth);
        var xmp = MetadataCopy.Xmp(header, stamp);
        using var image = MetadataCopy.Apply(bare, header, xmp);
        var exif = ExifBlock.For(header, pixels.Width, pixels.Height);
        return header.Format switch
        {
            PictureFormat.Jpeg => JpegWriter.Write(image, header, source.Source.Span, exif),
            PictureFormat.Png => PngWriter.Write(image, header, source.Source.Span, exif),
            PictureFormat.Tiff => TiffWriter.Write(image, header, source.Source, xmp),
            PictureFormat.Avif => AvifWriter.Write(image, header, exif),
            _ => WebPWriter.Write(image, source.Source.Span, exif),
        };
    }

    /// <param name="image">The picture of the header, or one made from it.</param>
    /// <param name="header">How it is turned, and whether it is in inks.</param>
    internal static (ImageTensor Pixels, ImageTensor? Alpha) ReadUpright(Image image, PictureHeader header)
    {
        if (header.Orientation == 1)
        {
            return PixelReader.Read(image, header.IsCmyk);
        }

        // Turning needs rows in any order, which a stream of rows cannot give.
        using var whole = image.CopyMemory();
        using var upright = whole.Autorot();
        return PixelReader.Read(upright, header.IsCmyk);
    }

    /// <summary>What speaks against a file that decodes.</summary>
    private static IEnumerable<string> Doubts(ReadOnlyMemory<byte> bytes, PictureFormat format, ImageTensor pixels) =>
        new[] { ZeroRuns.Find(bytes.Span, format), format == PictureFormat.Jpeg ? FlatBand.Find(pixels) : null }.OfType<string>();

    private static ExtraPlane ExtraOf(PictureHeader header, ReadOnlyMemory<byte> bytes) =>
        header.Format == PictureFormat.Tiff && TiffFile.Read(bytes).Pages[header.Directory].Number(TiffTags.ExtraSamples) == 0
            ? ExtraPlane.Unnamed : ExtraPlane.Opacity;

    private static string Shape(ImageTensor tensor) => $"{tensor.Channels} x {tensor.Height} x {tensor.Width}";
}
