using System.Globalization;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>Finds how a picture has faded from where its blacks have gone.</summary>
/// <remarks>
/// Photographs have black somewhere: a pupil, a shadow, a gap. Where all three channels have lost it, something lies over the picture;
/// where they have lost it unequally, dyes have faded. Whites say little, because a share of no density is none. Nothing tells
/// veil and density apart but habit; the two numbers for that are <see cref="VeilShare"/> and <see cref="Black"/>.
/// </remarks>
public static class FadeEstimator
{
    /// <summary>A channel's darkest places are lighter than this only where it has lost its black, [0,1]: of 12 Kodak pictures at most 27/255 in the darkest channel.</summary>
    private const double Lifted = 40.0 / 255;

    /// <summary>The lightest channel's whites reach this in faded pictures: fading takes density away. Fog and dull light don't reach it.</summary>
    private const double White = 0.7;

    /// <summary>Part of the darkest channel's black that is veil. 0.5 and 0.3 measured 0.4 and 0.8 dB less on faded Kodak pictures.</summary>
    private const double VeilShare = 0.7;

    /// <summary>Where a photograph's darkest places lie, [0,1]. 0.06 and 0.04 measured 0.7 and 1.4 dB less on them.</summary>
    private const double Black = 0.08;

    /// <summary>More veil than this was no fading, of full light: haze, or a scene without black.</summary>
    private const double MostVeil = 0.2;

    /// <summary>Less density than this is beyond what can be brought back.</summary>
    private const double LeastDensity = 0.45;

    /// <summary>Dyes fade unequally by this factor at least; a haze or a grey print that has lost its black does not.</summary>
    private const double LeastCast = 1.08;

    /// <summary>And at most by this: beyond, it was the scene's colour (an autumn wood in haze measures 2.1).</summary>
    private const double MostCast = 1.8;

    /// <summary>The fading that a picture shows beyond doubt; null where it may as well be sound.</summary>
    /// <param name="picture">[0,1]; pictures of one channel or of one tint have no dyes and are never judged faded.</param>
    public static ToneMap? Find(ImageTensor picture)
    {
        if (picture.Channels != 3)
        {
            return null;
        }

        // A toned print was meant to be: without hues nothing tells a dye's loss from sepia.
        var ends = ToneEnds.Of(picture);
        if (HuesOf.Measure(picture) != Hues.Many || ends.Dark.Min() < Lifted || ends.Light.Max() < White || ends.Dark.Min() * VeilShare > MostVeil)
        {
            return null;
        }

        var map = Fit(ends);
        var cast = map.Density.Max() / map.Density.Min();
        return map.Density.Min() >= LeastDensity && cast is >= LeastCast and <= MostCast ? map : null;
    }

    /// <summary>The likeliest fading of a picture that somebody says is faded.</summary>
    /// <param name="picture">[0,1].</param>
    public static ToneMap Estimate(ImageTensor picture) => Fit(ToneEnds.Of(picture));

    /// <summary>What was found, for the report.</summary>
    public static string Describe(ToneMap map) => string.Create(
        CultureInfo.InvariantCulture, $"faded: a veil of {map.Veil:0.00}, {string.Join(", ", map.Density.Select(d => d.ToString("0.00", CultureInfo.InvariantCulture)))} of the density left");

    private static ToneMap Fit(ToneEnds ends)
    {
        var veil = Math.Min(VeilShare * ends.Dark.Min(), MostVeil);
        return new ToneMap(veil, [.. ends.Dark.Select(dark =>
            Math.Clamp(Math.Log(Math.Clamp((dark - veil) / (1 - veil), 1e-3, 0.999)) / Math.Log(Black), LeastDensity / 2, 1))]);
    }
}
