using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Finds dust, hairs, scratches and cracks on a picture that nobody has marked; in doubt it leaves them.</summary>
/// <remarks>
/// Candidates stand out of their surroundings (top-hats, local restlessness, growth down from the peak); each is weighed by its
/// traits. One mark alone is never believed: an eye's highlight, a mast or a lamp can look like one in every trait, but dirt comes in
/// numbers and in one polarity, while things are bright and dark alike. Only where a polarity has many sure marks and the other
/// nearly none are its marks taken at all (docs/adr/0024).
/// </remarks>
public static class MarkFinder
{
    /// <summary>Logarithm of the odds from which a mark counts as sure: 55 to 1.</summary>
    private const double Sure = 4;

    /// <summary>The same from which it is taken once there are many: 7 to 1.</summary>
    private const double Likely = 2;

    /// <summary>The same for large ones, which do most harm where they are none: as sure as those that decide, by either evidence.</summary>
    private const double LikelyLarge = Sure;

    /// <summary>Area from which a candidate is large, and beyond which none is believed, in units squared.</summary>
    private const double Large = 150;

    private const double TooLarge = 3000;

    /// <summary>Extent below which brightness and shape can't tell a mark from an eye's corner, units.</summary>
    private const double Short = 15;

    /// <summary>Bright marks on darker ground than this could as well be stars or lamps, if no hue tells: they don't count as sure.</summary>
    private const double Night = 0.15;

    /// <summary>A rim belongs to a mark as long as it stands out by this share of the mark's height.</summary>
    private const double Rim = 0.2;

    /// <param name="picture">1 or 3 channels, [0,1].</param>
    public static FoundMarks Find(ImageTensor picture)
    {
        var reliefs = new Reliefs(picture);
        var hues = HuesOf.Measure(picture);
        var all = Weigh(reliefs, bright: true).Concat(Weigh(reliefs, bright: false)).ToList();
        var taken = new HashSet<Weighed>();
        foreach (var bright in (bool[])[true, false])
        {
            if (hues != Hues.None && IsPopulation(all, bright, mark => mark.Colour > Sure, least: 16, times: 4))
            {
                taken.UnionWith(all.Where(mark => mark.Bright == bright && IsTaken(mark, mark.Colour, Math.Min(mark.Colour, mark.Grey))));
            }

            // Brightness and shape alone are the weaker witness: more of them are asked, and only long marks taken.
            if (hues != Hues.Many && IsPopulation(all, bright, mark => mark.Grey > Sure && !IsLamp(mark), least: 20, times: 8))
            {
                taken.UnionWith(all.Where(mark => mark.Bright == bright && mark.Traits.Extent >= Short && IsTaken(mark, mark.Grey, mark.Grey)));
            }
        }

        var doubtful = all.Count(mark => !taken.Contains(mark) && Math.Min(mark.Colour, mark.Grey) > Sure);
        return taken.Count == 0
            ? new FoundMarks { Doubtful = doubtful }
            : new FoundMarks
            {
                Known = Mask(reliefs, taken),
                Bright = taken.Count(mark => mark.Bright),
                Dark = taken.Count(mark => !mark.Bright),
                Confidence = taken.Sum(mark => mark.Pixels.Length * Probability(Math.Max(mark.Colour, mark.Grey))) / taken.Sum(mark => (double)mark.Pixels.Length),
                Doubtful = doubtful,
            };
    }

    private static bool IsTaken(Weighed mark, double odds, double either) =>
        mark.Traits.Area <= Large ? odds > Likely : mark.Traits.Area <= TooLarge && either > LikelyLarge;

    /// <summary>Many of one polarity and few of the other: an archive's dirt, not a scene's glitter.</summary>
    private static bool IsPopulation(List<Weighed> all, bool bright, Func<Weighed, bool> isSure, int least, int times)
    {
        var sure = all.Where(mark => mark.Traits.Area <= Large && isSure(mark)).ToLookup(mark => mark.Bright);
        var (own, other) = (sure[bright].Count(), sure[!bright].Count());
        return own >= least && own >= times * (other + 1);
    }

    private static bool IsLamp(Weighed mark) => mark.Bright && mark.Traits.Ground < Night;

    private static IEnumerable<Weighed> Weigh(Reliefs reliefs, bool bright)
    {
        var texture = reliefs.Texture(bright ? reliefs.Dark : reliefs.Bright);
        return Candidates.Find(bright ? reliefs.Bright : reliefs.Dark, texture, reliefs.Height, reliefs.Width)
            .AsParallel().AsOrdered()
            .Select(pixels => (pixels, traits: Traits.Of(reliefs, pixels, bright, texture)))
            .Select(mark => new Weighed(mark.pixels, bright, mark.traits, MarkEvidence.WithColour(mark.traits.Values), MarkEvidence.WithoutColour(mark.traits.Values)))
            .ToList();
    }

    private static KnownPixels Mask(Reliefs reliefs, HashSet<Weighed> marks)
    {
        var weights = new float[reliefs.Grey.Length];
        Array.Fill(weights, 1f);
        foreach (var mark in marks)
        {
            var relief = mark.Bright ? reliefs.Bright : reliefs.Dark;
            var bar = Rim * mark.Pixels.Average(n => relief[n]);
            foreach (var n in mark.Pixels)
            {
                weights[n] = 0;
                for (var y = Math.Max(0, (n / reliefs.Width) - 1); y <= Math.Min(reliefs.Height - 1, (n / reliefs.Width) + 1); y++)
                {
                    for (var x = Math.Max(0, (n % reliefs.Width) - 1); x <= Math.Min(reliefs.Width - 1, (n % reliefs.Width) + 1); x++)
                    {
                        var beside = (y * reliefs.Width) + x;
                        weights[beside] = relief[beside] > bar ? 0 : weights[beside];
                    }
                }
            }
        }

        return new KnownPixels(reliefs.Height, reliefs.Width, weights);
    }

    private static double Probability(double odds) => 1 / (1 + Math.Exp(-odds));

    /// <param name="Pixels">Indices in the picture.</param>
    /// <param name="Bright">Brighter than what it covers.</param>
    /// <param name="Traits">What it looks like.</param>
    /// <param name="Colour">Logarithm of the odds by all traits.</param>
    /// <param name="Grey">The same by brightness and shape.</param>
    private sealed record Weighed(int[] Pixels, bool Bright, Traits Traits, double Colour, double Grey);
}
