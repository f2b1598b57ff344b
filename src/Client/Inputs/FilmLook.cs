using BirD.Client.Looks;
using BirD.Restoration.Tensors;

namespace BirD.Client.Inputs;

/// <summary>Whether consecutive pictures look like film: most resemble the next one, as scans of an album don't.</summary>
internal static class FilmLook
{
    private const int Samples = 5;
    private const int Side = 48;

    /// <summary>Correlation of two small grey pictures from which they show one scene; unrelated photographs rarely pass 0.6.</summary>
    private const double SameScene = 0.8;

    /// <param name="frames">Paths in order, at least two.</param>
    public static bool IsFilm(IReadOnlyList<string> frames)
    {
        // Evenly over the reel; one cut or one unreadable frame among them is normal.
        var pairs = Enumerable.Range(0, Samples).Select(n => n * (frames.Count - 2) / (Samples - 1)).Distinct().ToList();
        using var look = new SmallPicture();
        return pairs.Count(n => Resemble(look, frames[n], frames[n + 1])) >= pairs.Count - 1;
    }

    private static bool Resemble(SmallPicture look, string first, string second) =>
        Small(look, first) is { } a && Small(look, second) is { } b && Correlation(a, b) >= SameScene;

    /// <summary>Null for a file that can't be read, which is nobody's neighbour; it is reported where it is restored.</summary>
    private static float[]? Small(SmallPicture look, string path) => look.Read(path, Side) is { } picture ? Squares(picture) : null;

    /// <summary>Means over <see cref="Side"/> x <see cref="Side"/> squares, all channels together.</summary>
    private static float[] Squares(ImageTensor picture)
    {
        var (sums, counts) = (new float[Side * Side], new int[Side * Side]);
        for (var p = 0; p < picture.Width * picture.Height; p++)
        {
            var square = (p / picture.Width * Side / picture.Height * Side) + (p % picture.Width * Side / picture.Width);
            for (var channel = 0; channel < picture.Channels; channel++)
            {
                sums[square] += picture.Plane(channel)[p];
            }

            counts[square] += picture.Channels;
        }

        // Pictures smaller than that leave squares empty, the same ones in all that have one size.
        return [.. sums.Select((sum, n) => counts[n] > 0 ? sum / counts[n] : 0)];
    }

    private static double Correlation(float[] a, float[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var n = 0; n < a.Length; n++)
        {
            var (x, y) = (a[n] - meanA, b[n] - meanB);
            (ab, aa, bb) = (ab + (x * y), aa + (x * x), bb + (y * y));
        }

        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : 0;
    }
}
