namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Connected places that stand out of their surroundings by more than these are restless: whatever may be a mark.</summary>
internal static class Candidates
{
    /// <summary>Restlessness that every scan has, [0,1] units: three codes of 255.</summary>
    public const float Floor = 0.012f;

    /// <summary>No mark is fainter than this, [0,1] units: nine codes of 255 are hardly seen.</summary>
    private const float Faintest = 0.035f;

    /// <summary>Times the mean restlessness from which a pixel may belong to a mark.</summary>
    private const float Bar = 1.5f;

    /// <summary>A mark ends where it has fallen below this share of its height: between the half and what a soft rim leaves.</summary>
    private const float Grown = 0.45f;

    /// <summary>Fewer pixels are no shape.</summary>
    private const int Fewest = 3;

    /// <returns>Indices of the pixels of each candidate.</returns>
    public static List<int[]> Find(float[] relief, float[] texture, int height, int width)
    {
        var open = new bool[relief.Length];
        for (var n = 0; n < open.Length; n++)
        {
            open[n] = relief[n] > Math.Max(Faintest, (Bar * texture[n]) + Floor);
        }

        var (found, grown) = (new List<int[]>(), new bool[relief.Length]);
        foreach (var area in Connected.Of(open, height, width).Where(area => area.Length >= Fewest))
        {
            var peak = Quantiles.Of([.. area.Select(n => relief[n])], 0.9);
            foreach (var n in area)
            {
                grown[n] = relief[n] > Grown * peak;
            }

            found.AddRange(Connected.Of(grown, height, width, area).Where(part => part.Length >= Fewest));
        }

        return found;
    }
}
