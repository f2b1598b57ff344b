using BirD.Restoration.Imaging.Faults;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Turns what libvips throws into what a curator can act on.</summary>
internal static class VipsFaults
{
    /// <summary>The fault of a file that carries the signature of <paramref name="format"/> but does not decode.</summary>
    public static PictureException Translate(VipsException error, PictureFormat format)
    {
        if (error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase))
        {
            return new PictureException(
                PictureFault.TooLarge, "The picture does not fit into the memory of this machine.", error);
        }

        return new PictureException(
            PictureFault.Truncated,
            $"The {format.Name()} file is cut short or damaged: {Detail(error)}. "
            + "Copy it again from its source, or open and save it in a program that repairs it.",
            error);
    }

    /// <summary>What libvips says in its last line: it appends to one buffer, most specific line last.</summary>
    public static string Detail(VipsException error)
    {
        var lines = error.Message.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? "no reason given" : lines[^1].TrimEnd('.');
    }
}
