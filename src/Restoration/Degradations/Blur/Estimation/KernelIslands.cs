namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The connected bodies of a kernel.</summary>
internal static class KernelIslands
{
    /// <summary>Taps above 0 that touch each other, corners included, as lists of indices.</summary>
    public static List<List<int>> Find(float[] weights, int side)
    {
        var (islands, seen) = (new List<List<int>>(), new bool[weights.Length]);
        for (var start = 0; start < weights.Length; start++)
        {
            if (weights[start] > 0 && !seen[start])
            {
                islands.Add(Flood(weights, side, seen, start));
            }
        }

        return islands;
    }

    private static List<int> Flood(float[] weights, int side, bool[] seen, int start)
    {
        var (island, next) = (new List<int> { start }, 0);
        seen[start] = true;
        while (next < island.Count)
        {
            var at = island[next++];
            for (var n = 0; n < 9; n++)
            {
                var (y, x) = ((at / side) + (n / 3) - 1, (at % side) + (n % 3) - 1);
                var neighbour = (y * side) + x;
                if (y >= 0 && y < side && x >= 0 && x < side && weights[neighbour] > 0 && !seen[neighbour])
                {
                    seen[neighbour] = true;
                    island.Add(neighbour);
                }
            }
        }

        return island;
    }
}
