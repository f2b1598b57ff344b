namespace BirD.Restoration.Degradations.Missing;

/// <summary>Averages of the known pixels at ever coarser scales; a missing pixel takes the finest one that knows anything.</summary>
internal sealed class FillPyramid
{
    private readonly List<(float[] Values, float[] Weights, int Width)> levels = [];

    public FillPyramid(float[] values, float[] weights, int height, int width)
    {
        levels.Add((values, weights, width));
        while (height > 1 || width > 1)
        {
            var (h, w) = ((height + 1) / 2, (width + 1) / 2);
            var (coarse, coarseWeights) = (new float[h * w], new float[h * w]);
            for (var n = 0; n < coarse.Length; n++)
            {
                Average(levels[^1], height, n / w * 2, n % w * 2, out coarse[n], out coarseWeights[n]);
            }

            levels.Add((coarse, coarseWeights, w));
            (height, width) = (h, w);
        }
    }

    public void CopyMissing(int[] missing, Span<float> plane)
    {
        var width = levels[0].Width;
        foreach (var n in missing)
        {
            plane[n] = Finest(n / width, n % width);
        }
    }

    private float Finest(int y, int x)
    {
        foreach (var (values, weights, width) in levels)
        {
            if (weights[(y * width) + x] > 0)
            {
                return values[(y * width) + x];
            }

            (y, x) = (y / 2, x / 2);
        }

        return 0.5f;
    }

    private static void Average((float[] Values, float[] Weights, int Width) fine, int height, int y, int x, out float value, out float weight)
    {
        (value, weight) = (0, 0);
        for (var dy = y; dy < Math.Min(y + 2, height); dy++)
        {
            for (var dx = x; dx < Math.Min(x + 2, fine.Width); dx++)
            {
                var n = (dy * fine.Width) + dx;
                (value, weight) = (value + (fine.Weights[n] * fine.Values[n]), weight + fine.Weights[n]);
            }
        }

        (value, weight) = weight > 0 ? (value / weight, 1f) : (0f, 0f);
    }
}
