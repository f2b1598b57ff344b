using NetVips;

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
        return pairs.Count(n => Resemble(frames[n], frames[n + 1])) >= pairs.Count - 1;
    }

    private static bool Resemble(string first, string second) =>
        Small(first) is { } a && Small(second) is { } b && Correlation(a, b) >= SameScene;

    /// <summary>Null for a file that can't be read, which is nobody's neighbour; it is reported where it is restored.</summary>
    private static float[]? Small(string path)
    {
        try
        {
            using var small = Image.Thumbnail(path, Side, height: Side, size: Enums.Size.Force, failOn: Enums.FailOn.Error);
            using var flat = small.HasAlpha() ? small.Flatten() : small.Copy();
            using var grey = flat.Colourspace(Enums.Interpretation.Bw);
            using var values = grey.Cast(Enums.BandFormat.Float);
            return values.WriteToMemory<float>();
        }
        catch (VipsException)
        {
            return null;
        }
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
