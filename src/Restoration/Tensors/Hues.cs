namespace BirD.Restoration.Tensors;

/// <summary>Whether a picture has hues, and whether it has a tint at all.</summary>
internal enum Hues
{
    /// <summary>Silver on white paper: the channels are alike.</summary>
    None = 0,

    /// <summary>Sepia and the like: the hue follows from the brightness, except where paper shows through.</summary>
    Tint = 1,

    /// <summary>A colour photograph.</summary>
    Many = 2,
}

internal static class HuesOf
{
    /// <summary>Typical distance of a colour from that of its brightness, [0,1] units: toned prints have about a code of 255 of noise.</summary>
    private const float Toned = 0.012f;

    /// <summary>Least typical difference between channels that is a tint, [0,1] units.</summary>
    private const float Tinted = 0.03f;

    /// <summary>What is no lighter has no hue: a mount, a mask, [0,1] units.</summary>
    private const float Black = 4f / 255;

    private const int Levels = 32;

    /// <summary>Pixels from which to tell.</summary>
    private const int Enough = 20000;

    /// <param name="picture">[0,1].</param>
    public static Hues Measure(ImageTensor picture)
    {
        if (picture.Channels < 3)
        {
            return Hues.None;
        }

        var step = Math.Max(1, picture.PlaneLength / Enough);
        var (red, blue) = (new List<float>[Levels], new List<float>[Levels]);
        for (var n = 0; n < Levels; n++)
        {
            (red[n], blue[n]) = ([], []);
        }

        for (var n = 0; n < picture.PlaneLength; n += step)
        {
            var (r, g, b) = (picture.Data[n], picture.Data[picture.PlaneLength + n], picture.Data[(2 * picture.PlaneLength) + n]);
            if (Math.Max(r, Math.Max(g, b)) <= Black)
            {
                continue;
            }

            var level = Math.Clamp((int)((r + g + b) / 3 * Levels), 0, Levels - 1);
            red[level].Add(r - g);
            blue[level].Add(b - g);
        }

        var all = red.Concat(blue).SelectMany(level => level).Select(Math.Abs).ToArray();
        var away = red.Concat(blue).SelectMany(Away).ToArray();
        return Median(away) > Toned ? Hues.Many : Median(all) > Tinted ? Hues.Tint : Hues.None;
    }

    private static IEnumerable<float> Away(List<float> level)
    {
        var middle = Median([.. level]);
        return level.Select(v => Math.Abs(v - middle));
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : values[values.Length / 2];
    }
}
