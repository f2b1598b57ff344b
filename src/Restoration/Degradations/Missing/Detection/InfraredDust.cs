using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Dust and scratches in an infrared exposure, which the dyes of colour film let through and dirt doesn't.</summary>
/// <remarks>
/// What counts is the depth of a shadow over the noise of the exposure, not the depth: scanners' infrared channels differ by a
/// factor of five in how dark dust is in them (ratios of 0.62 at a noise of 0.045, of 0.92 at one of 0.005).
/// </remarks>
public static class InfraredDust
{
    /// <summary>Depth of a shadow's core in units of the noise: normal noise reaches it in 3 of 10 million pixels.</summary>
    private const double Seed = 5;

    /// <summary>Depth down to which a shadow reaches around its core, in the same units.</summary>
    private const double Reach = 2.5;

    /// <summary>No shadow is shallower than this: a share that an 8-bit scan can still tell from rounding.</summary>
    private const double Shallowest = 0.03;

    /// <summary>Pixels around a shadow that it dims in the visible planes too.</summary>
    private const int Rim = 1;

    /// <summary>No film is so dirty that more of it would have to be painted.</summary>
    private const double MostDust = 0.15;

    /// <summary>Dust beyond this share must not look like the picture itself.</summary>
    private const double MuchDust = 0.03;

    /// <summary>Correlation of infrared and visible light from which shadows and all are the picture.</summary>
    private const double Same = 0.8;

    /// <summary>The same where there is no shadow: dyes that leak a little into the infrared reach 0.3.</summary>
    private const double SameElsewhere = 0.5;

    /// <param name="picture">Visible light, [0,1].</param>
    /// <param name="infrared">One plane of the same size, [0,1].</param>
    public static InfraredFinding Find(ImageTensor picture, ImageTensor infrared)
    {
        var (height, width) = (infrared.Height, infrared.Width);
        var radius = Math.Max(16, Math.Min(height, width) / 16);
        var ratio = Ratio(infrared.Data, height, width, radius);
        var (middle, noise) = Middle(ratio);
        var core = Below(ratio, middle - Math.Max(Seed * noise, Shallowest));
        var shadow = Grown(core, Below(ratio, middle - Math.Max(Reach * noise, Shallowest / 2)), height, width);
        var share = (double)shadow.Count(s => s) / shadow.Length;
        return Refusal(shadow, share, ratio, Ratio(Luminance(picture), height, width, radius)) is { } refusal
            ? new InfraredFinding(null, refusal)
            : new InfraredFinding(Known(shadow, height, width), null);
    }

    private static string? Refusal(bool[] shadow, double share, float[] infrared, float[] visible)
    {
        if (share > MostDust)
        {
            return string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"infrared calls {share:P0} of the picture dust, more than {MostDust:P0} is not believed (silver film and Kodachrome block infrared themselves); give a mask instead");
        }

        var all = Correlation(infrared, visible, static _ => true);
        var elsewhere = Correlation(infrared, visible, n => !shadow[n]);
        return (share > MuchDust && all > Same) || elsewhere > SameElsewhere
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"infrared shows the picture itself (they correlate by {Math.Max(all, elsewhere):0.00}), as on silver film and Kodachrome; give a mask instead")
            : null;
    }

    /// <summary>Each value over the mean of its surroundings that lie in no shadow.</summary>
    private static float[] Ratio(float[] plane, int height, int width, int radius)
    {
        const float dark = 1e-4f;
        var mean = BoxMean.Apply(plane, height, width, radius);
        var ratio = Divide(plane, mean);
        var (middle, noise) = Middle(ratio);
        var (light, lit) = (new float[plane.Length], new float[plane.Length]);
        for (var n = 0; n < plane.Length; n++)
        {
            lit[n] = Math.Abs(ratio[n] - middle) <= 3 * Math.Max(noise, Shallowest / 3) ? 1 : 0;
            light[n] = lit[n] * plane[n];
        }

        var (sum, count) = (BoxMean.Apply(light, height, width, radius), BoxMean.Apply(lit, height, width, radius));
        for (var n = 0; n < plane.Length; n++)
        {
            mean[n] = count[n] > dark ? sum[n] / count[n] : mean[n];
        }

        return Divide(plane, mean);

        static float[] Divide(float[] plane, float[] mean)
        {
            var ratio = new float[plane.Length];
            for (var n = 0; n < ratio.Length; n++)
            {
                ratio[n] = (plane[n] + dark) / (mean[n] + dark);
            }

            return ratio;
        }
    }

    private static (double Middle, double Noise) Middle(float[] ratio) => (Quantiles.Of([.. ratio], 0.5), Quantiles.Spread([.. ratio]));

    private static bool[] Below(float[] ratio, double bar) => [.. ratio.Select(r => r < bar)];

    /// <summary>The areas of <paramref name="reach"/> that hold a pixel of <paramref name="core"/>.</summary>
    private static bool[] Grown(bool[] core, bool[] reach, int height, int width)
    {
        var shadow = new bool[core.Length];
        foreach (var area in Connected.Of(reach, height, width).Where(area => area.Any(n => core[n])))
        {
            foreach (var n in area)
            {
                shadow[n] = true;
            }
        }

        return shadow;
    }

    private static KnownPixels Known(bool[] shadow, int height, int width)
    {
        var weights = new float[shadow.Length];
        Array.Fill(weights, 1f);
        for (var n = 0; n < shadow.Length; n++)
        {
            if (!shadow[n])
            {
                continue;
            }

            for (var y = Math.Max(0, (n / width) - Rim); y <= Math.Min(height - 1, (n / width) + Rim); y++)
            {
                for (var x = Math.Max(0, (n % width) - Rim); x <= Math.Min(width - 1, (n % width) + Rim); x++)
                {
                    weights[(y * width) + x] = 0;
                }
            }
        }

        return new KnownPixels(height, width, weights);
    }

    private static float[] Luminance(ImageTensor picture)
    {
        var grey = new float[picture.PlaneLength];
        for (var c = 0; c < picture.Channels; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(picture.Plane(c), 1f / picture.Channels, grey, grey);
        }

        return grey;
    }

    private static double Correlation(float[] a, float[] b, Func<int, bool> counts)
    {
        var (number, sa, sb, aa, bb, ab) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var n = 0; n < a.Length; n++)
        {
            if (counts(n))
            {
                var (x, y) = (Math.Log(a[n]), Math.Log(b[n]));
                (number, sa, sb, aa, bb, ab) = (number + 1, sa + x, sb + y, aa + (x * x), bb + (y * y), ab + (x * y));
            }
        }

        var spread = Math.Sqrt(Math.Max(0, ((number * aa) - (sa * sa)) * ((number * bb) - (sb * sb))));
        return spread > 0 ? ((number * ab) - (sa * sb)) / spread : 0;
    }
}

/// <param name="Known">Which pixels no dirt covers; null when infrared can't tell.</param>
/// <param name="Refusal">Why it can't, for the user; null when it can.</param>
public sealed record InfraredFinding(KnownPixels? Known, string? Refusal);
