namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>Areas of set pixels that touch each other, corners included.</summary>
internal static class Connected
{
    /// <param name="set">H x W; cleared while areas are taken out.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="within">Where to look; null for everywhere.</param>
    public static IEnumerable<int[]> Of(bool[] set, int height, int width, int[]? within = null)
    {
        var (stack, area) = (new Stack<int>(), new List<int>());
        for (var k = 0; k < (within?.Length ?? set.Length); k++)
        {
            var start = within?[k] ?? k;
            if (!set[start])
            {
                continue;
            }

            area.Clear();
            Take(start);
            while (stack.TryPop(out var n))
            {
                var (y, x) = (n / width, n % width);
                for (var dy = Math.Max(0, y - 1); dy <= Math.Min(height - 1, y + 1); dy++)
                {
                    for (var dx = Math.Max(0, x - 1); dx <= Math.Min(width - 1, x + 1); dx++)
                    {
                        if (set[(dy * width) + dx])
                        {
                            Take((dy * width) + dx);
                        }
                    }
                }
            }

            yield return [.. area];
        }

        void Take(int n)
        {
            set[n] = false;
            stack.Push(n);
            area.Add(n);
        }
    }
}
