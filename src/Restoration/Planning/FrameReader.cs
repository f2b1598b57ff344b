using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Reads the frames before and after a frame of film: files beside it, or pages of its own file.</summary>
internal static class FrameReader
{
    /// <summary>Decodes while it is enumerated.</summary>
    public static IEnumerable<ImageTensor> Neighbours(
        IImageCodec codec, PictureInput input, DecodedImage image, RestoreSettings settings, DecodeLimits limits)
    {
        var files = input.Companions.Where(c => c.Role == CompanionRole.Frame)
            .Select(c => Decode(() => codec.Decode(c.Content, limits)));
        var arePages = settings.Sequence ?? image.PageCount >= FilmWindow.LeastPages;
        var pages = arePages
            ? FilmWindow.Around(image.Page, image.PageCount).Select(page => Decode(() => codec.Decode(input.Picture, limits, page)))
            : [];
        return files.Concat(pages).OfType<DecodedImage>().Where(frame => !frame.IsMask && frame.Pixels.SameShape(image.Pixels)).Select(frame => frame.Pixels);
    }

    /// <summary>A neighbour that can't be read is reported where it is restored itself; here the others do.</summary>
    private static DecodedImage? Decode(Func<DecodedImage> decode)
    {
        try
        {
            return decode();
        }
        catch (PictureException)
        {
            return null;
        }
    }
}
