using BirD.Restoration.Imaging.Faults;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Refuses, from the header alone, what is too large or of a form that is not restored.</summary>
internal static class HeaderCheck
{
    /// <exception cref="PictureException">TooLarge or Unsupported, with a remedy.</exception>
    public static void Check(PictureHeader header, DecodeLimits limits)
    {
        CheckSize(header.Image, limits);
        CheckPages(header);
        CheckColour(header.Image);
        CheckDepth(header);
    }

    private static void CheckSize(Image image, DecodeLimits limits)
    {
        var pixels = (long)image.Width * image.Height;
        if (pixels > limits.MaxPixels)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                $"The picture is {image.Width} x {image.Height}, {Megapixels(pixels)} megapixels; the ceiling is "
                + $"{Megapixels(limits.MaxPixels)}. Raise the pixel limit if it is genuine and the memory allows it.");
        }

        if (pixels * image.Bands > Array.MaxLength)
        {
            throw new PictureException(
                PictureFault.TooLarge,
                $"The picture is {image.Width} x {image.Height} with {image.Bands} channels, more than "
                + "2 billion samples, which cannot be held at once. Cut it into parts first.");
        }
    }

    private static void CheckPages(PictureHeader header)
    {
        if (header.Format != PictureFormat.Tiff && header.Image.Contains("n-pages") && header.Image.Get("n-pages") is int pages and > 1)
        {
            throw Animation(header.Format, pages);
        }
    }

    /// <summary>libvips reads the first frame of an animated PNG as if there were no others.</summary>
    /// <exception cref="PictureException">Unsupported: an animation.</exception>
    public static void CheckFrames(PictureFormat format, ReadOnlySpan<byte> bytes)
    {
        if (format == PictureFormat.Png && PngChunks.Frames(bytes) is > 1 and var frames)
        {
            throw Animation(format, frames);
        }
    }

    private static PictureException Animation(PictureFormat format, long frames) => new(
        PictureFault.Unsupported,
        $"The {format.Name()} file is an animation of {frames} frames. Export the frames first, for example: ffmpeg -i FILE frame-%04d.png.");

    private static void CheckColour(Image image)
    {
        var known = image.Interpretation switch
        {
            Enums.Interpretation.Cmyk => image.Bands == 4,
            Enums.Interpretation.Bw or Enums.Interpretation.Grey16 => image.Bands is 1 or 2,
            Enums.Interpretation.Srgb or Enums.Interpretation.Rgb16 or Enums.Interpretation.Rgb => image.Bands is 3 or 4,
            _ => false,
        };
        if (!known)
        {
            throw new PictureException(
                PictureFault.Unsupported,
                $"The picture has {image.Bands} channels of kind {image.Interpretation}. "
                + "Grey, RGB and CMYK are restored; convert it to one of them first.");
        }
    }

    // Depth is what the file says, never what its brightest pixel suggests: a dark 16-bit scan is 16-bit.
    private static void CheckDepth(PictureHeader header)
    {
        var format = header.Image.Format;
        if (format == Enums.BandFormat.Uchar
            || (format == Enums.BandFormat.Ushort && header.Format is PictureFormat.Png or PictureFormat.Tiff or PictureFormat.Avif))
        {
            return;
        }

        throw new PictureException(
            PictureFault.Unsupported,
            $"The picture's samples are of kind {format}. Convert them to 8 or 16 bits per channel first.");
    }

    private static string Megapixels(long pixels) =>
        (pixels / 1e6).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
