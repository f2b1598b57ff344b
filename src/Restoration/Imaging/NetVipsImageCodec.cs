using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>JPEG, PNG, TIFF and WebP through libvips. Stateless; safe from several threads at once.</summary>
/// <remarks>
/// Read: 8 and 16 bit (PNG, TIFF), grey or RGB, with or without opacity; palettes and 1-bit pictures become 8 bit.
/// Refused with a reason: CMYK, other colour spaces, float samples, more than one page. Any size from 1 x 1.
/// </remarks>
public sealed class NetVipsImageCodec : IImageCodec
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The native library could not be loaded.</exception>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits)
    {
        VipsRuntime.EnsureStarted();
        if (bytes.Length > limits.MaxBytes)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                $"The file has {bytes.Length} bytes; the ceiling is {limits.MaxBytes}. Raise the limit if it is genuine.");
        }

        using var header = PictureHeader.Open(bytes);
        HeaderCheck.Check(header, limits);
        try
        {
            var (pixels, alpha) = ReadUpright(header);
            var bitDepth = header.Image.Format == Enums.BandFormat.Ushort ? 16 : 8;
            return new DecodedImage(pixels, alpha, header.Format.Name(), bitDepth, bytes);
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
    public byte[] Encode(DecodedImage source, ImageTensor pixels)
    {
        VipsRuntime.EnsureStarted();
        if (!pixels.SameShape(source.Pixels))
        {
            throw new ArgumentException(
                $"The result is {Shape(pixels)}, its source {Shape(source.Pixels)}.", nameof(pixels));
        }

        using var header = PictureHeader.Open(source.Source);
        using var bare = PixelWriter.Write(pixels, source.Alpha, source.BitDepth);
        using var image = MetadataCopy.Apply(bare, header);
        var exif = ExifBlock.For(header);
        return header.Format switch
        {
            PictureFormat.Jpeg => JpegWriter.Write(image, header, source.Source.Span, exif),
            PictureFormat.Png => PngWriter.Write(image, header, source.Source.Span, exif),
            PictureFormat.Tiff => TiffWriter.Write(image, source.Source.Span),
            _ => WebPWriter.Write(image, source.Source.Span, exif),
        };
    }

    private static (ImageTensor Pixels, ImageTensor? Alpha) ReadUpright(PictureHeader header)
    {
        if (header.Orientation == 1)
        {
            return PixelReader.Read(header.Image);
        }

        // Turning needs rows in any order, which a stream of rows cannot give.
        using var whole = header.Image.CopyMemory();
        using var upright = whole.Autorot();
        return PixelReader.Read(upright);
    }

    private static string Shape(ImageTensor tensor) => $"{tensor.Channels} x {tensor.Height} x {tensor.Width}";
}
