namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>What a candidate looks like, in figures that marks and things differ in.</summary>
/// <remarks>
/// A mark lies on the picture: it mixes what is under it with its own colour (black or white, without hue) by one share for all
/// channels, ends sharply, and the place around it goes on as if nothing were there. Logarithms, because light and size are ratios.
/// </remarks>
/// <param name="Values">In the order of <see cref="MarkWeights"/>.</param>
/// <param name="Ground">Brightness of what lies around the candidate, 0 to 1.</param>
/// <param name="Area">Pixels over <see cref="Reliefs.Unit"/> squared.</param>
/// <param name="Extent">Longer side of its box over <see cref="Reliefs.Unit"/>, pixels.</param>
internal sealed record Traits(double[] Values, double Ground, double Area, double Extent)
{
    public const int Count = 14;

    /// <summary>The first ones are those that a picture without hues shows too.</summary>
    public const int CountOfGrey = 11;

    /// <summary>Below this distance from a mark's own colour a channel can't tell how much of it was mixed in.</summary>
    private const float Saturated = 0.08f;

    public static Traits Of(Reliefs reliefs, int[] pixels, bool bright, float[] texture)
    {
        var (own, other) = bright ? (reliefs.Bright, reliefs.Dark) : (reliefs.Dark, reliefs.Bright);
        var unit = reliefs.Unit;
        var around = new Surroundings(pixels, reliefs.Height, reliefs.Width, (int)Math.Ceiling(8 * unit));
        var (rim, ring) = (around.Ring(1, 2.5), around.Ring(2 * unit, 7 * unit));
        var (thickest, thickness, here) = (0, 0.0, 0);
        for (var n = 0; n < around.Inwards.Length; n++)
        {
            if (around.Inwards[n] > 0)
            {
                (thickest, thickness, here) = (Math.Max(thickest, around.Inwards[n]), thickness + around.Inwards[n], here + 1);
            }
        }

        var width = (2.0 * thickest / 3) - 1;
        var length = pixels.Length / Math.Max(1, (2 * thickness / (3 * here)) - 0.5);
        double height = pixels.Average(n => own[n]);
        var edge = height - (rim.Count > 0 ? rim.Average(n => own[n]) : height);
        var restless = Quantiles.Of([.. ring.Select(n => Math.Max(own[n], other[n]))], 0.9);
        var against = Quantiles.Of([.. ring.Select(n => other[n])], 0.8);
        var (mark, ground) = Colours(reliefs, pixels, ring);
        var grey = pixels.Select(n => reliefs.Grey[n]).ToArray();
        var (area, extent) = (pixels.Length / (unit * unit), around.Extent / unit);
        double[] values =
        [
            Math.Log(Math.Max(edge, 0.003)),
            Math.Log(height),
            Math.Log(Quantiles.Spread([.. ring.Select(n => reliefs.Grey[n])]) + 0.01),
            Math.Log(Quantiles.Spread(grey) + 0.01),
            Math.Log(restless + Candidates.Floor),
            Math.Log(against + Candidates.Floor),
            Math.Log(pixels.Average(n => texture[n]) + 0.003),
            Math.Log(area),
            Math.Log((length / unit) + 1),
            Math.Log(extent),
            bright ? 1 - mark.Min() : mark.Max(),
            Mixture(mark, ground, bright ? 1 : 0),
            mark.Max() - mark.Min(),
            ground.Max() - ground.Min(),
        ];
        return new Traits(values, ground.Average(), area, extent);
    }

    private static (float[] Mark, float[] Ground) Colours(Reliefs reliefs, int[] pixels, List<int> ring)
    {
        var (mark, ground) = (new float[reliefs.Picture.Channels], new float[reliefs.Picture.Channels]);
        for (var c = 0; c < mark.Length; c++)
        {
            var start = c * reliefs.Picture.PlaneLength;
            mark[c] = pixels.Average(n => reliefs.Picture.Data[start + n]);
            ground[c] = Quantiles.Of([.. ring.Select(n => reliefs.Picture.Data[start + n])], 0.5);
        }

        return (mark, ground);
    }

    /// <summary>How far the channels disagree on the share of the mark's colour that was mixed in; 0 where only one can tell.</summary>
    private static double Mixture(float[] mark, float[] ground, float colour)
    {
        var (least, most, told) = (double.MaxValue, double.MinValue, 0);
        for (var c = 0; c < mark.Length; c++)
        {
            if (Math.Abs(colour - ground[c]) >= Saturated)
            {
                var share = (mark[c] - ground[c]) / (colour - ground[c]);
                (least, most, told) = (Math.Min(least, share), Math.Max(most, share), told + 1);
            }
        }

        return told < 2 ? 0 : Math.Min(most - least, 1);
    }
}
