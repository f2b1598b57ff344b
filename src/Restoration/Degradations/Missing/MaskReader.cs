using BirD.Restoration.Degradations.Missing.Detection;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing;

/// <summary>Missing pixels from a mask file or from a plane of the scan itself.</summary>
public static class MaskReader
{
    /// <summary>White is missing, black is intact.</summary>
    /// <param name="codec">Reads the mask.</param>
    /// <param name="bytes">The mask file.</param>
    /// <param name="picture">The picture it belongs to; sizes must agree.</param>
    /// <param name="limits">As for pictures.</param>
    /// <exception cref="PictureException">The mask is no picture, or its size is not the picture's.</exception>
    public static KnownPixels FromFile(IImageCodec codec, ReadOnlyMemory<byte> bytes, ImageTensor picture, DecodeLimits limits)
    {
        var mask = codec.Decode(bytes, limits).Pixels;
        if (mask.Height != picture.Height || mask.Width != picture.Width)
        {
            throw new PictureException(
                PictureFault.Unsupported,
                $"The mask is {mask.Width} x {mask.Height}, the picture {picture.Width} x {picture.Height}; they must match pixel for pixel.");
        }

        return Where(picture, n => mask.Data[n] < 0.5f);
    }

    /// <summary>What dirt covers, by an infrared exposure; a refusal where that shows the picture itself.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="infrared">Its infrared exposure, of the same size; null when the scan has none.</param>
    /// <exception cref="PictureException">The scan has no such plane.</exception>
    public static InfraredFinding FromInfrared(DecodedImage image, ImageTensor? infrared) =>
        InfraredDust.Find(image.Pixels, infrared ?? throw Absent("infrared plane"));

    /// <summary>What is less than half opaque is missing.</summary>
    /// <exception cref="PictureException">The picture has no such plane.</exception>
    public static KnownPixels FromAlpha(DecodedImage image)
    {
        var plane = image.Alpha ?? throw Absent("opacity plane");
        return Where(image.Pixels, n => plane.Data[n] >= 0.5f);
    }

    private static PictureException Absent(string what) => new(
        PictureFault.Unsupported, $"The picture has no {what} from which to read what is missing. Give a mask file instead.");

    private static KnownPixels Where(ImageTensor picture, Func<int, bool> known) => new(
        picture.Height, picture.Width, [.. Enumerable.Range(0, picture.PlaneLength).Select(n => known(n) ? 1f : 0f)]);
}
