using System.Globalization;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging;

/// <summary>Looks for a band of one colour over the full width of a JPEG, as lost blocks leave it: a decoder goes on with the last one it had.</summary>
internal static class FlatBand
{
    /// <summary>Two rows of the largest blocks, 16 pixels with halved colour: one may well be a line that somebody drew.</summary>
    private const int LeastRows = 32;

    /// <summary>A sentence about the tallest band; null when there is none, or when the whole picture is flat.</summary>
    /// <param name="pixels">[0,1], any channels. Black and white bands are letterboxes and paper.</param>
    public static string? Find(ImageTensor pixels)
    {
        var (bestTop, bestRows, top) = (0, 0, -1);
        for (var row = 0; row <= pixels.Height; row++)
        {
            var flat = row < pixels.Height && IsFlat(pixels, row);
            if (top >= 0 && (!flat || !SameAs(pixels, row, top)))
            {
                (bestTop, bestRows) = row - top > bestRows ? (top, row - top) : (bestTop, bestRows);
                top = -1;
            }

            top = flat && top < 0 ? row : top;
        }

        return bestRows < LeastRows || bestRows == pixels.Height
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Rows {bestTop} to {bestTop + bestRows - 1} have one colour over the full width, as lost blocks of a damaged JPEG do. Compare it with another copy.");
    }

    private static bool IsFlat(ImageTensor pixels, int row)
    {
        var extreme = true;
        for (var channel = 0; channel < pixels.Channels; channel++)
        {
            var line = pixels.Plane(channel).Slice(row * pixels.Width, pixels.Width);
            if (line.ContainsAnyExcept(line[0]))
            {
                return false;
            }

            extreme &= line[0] is 0 or 1;
        }

        return !extreme;
    }

    private static bool SameAs(ImageTensor pixels, int row, int other)
    {
        for (var channel = 0; channel < pixels.Channels; channel++)
        {
            var plane = pixels.Plane(channel);
            if (plane[row * pixels.Width] != plane[other * pixels.Width])
            {
                return false;
            }
        }

        return true;
    }
}
