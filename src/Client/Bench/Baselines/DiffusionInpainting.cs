using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Baselines;

/// <summary>Heat flows into the holes from their rims until it rests: the harmonic filling.</summary>
internal static class DiffusionInpainting
{
    private const int Rounds = 300;

    /// <param name="observed">[0,1].</param>
    /// <param name="mask">One plane, 1 = missing.</param>
    public static ImageTensor Fill(ImageTensor observed, ImageTensor mask)
    {
        var filled = observed.Clone();
        var holes = Enumerable.Range(0, mask.PlaneLength).Where(p => mask.Data[p] > 0).ToArray();
        Parallel.For(0, observed.Channels, c =>
        {
            var plane = filled.Plane(c);
            var mean = Mean(plane, mask.Data);
            foreach (var p in holes)
            {
                plane[p] = mean;
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var p in holes)
                {
                    plane[p] = Around(plane, p / observed.Width, p % observed.Width, observed.Height, observed.Width);
                }
            }
        });
        return filled;
    }

    private static float Around(Span<float> plane, int y, int x, int height, int width) =>
        (plane[(Reflect.Index(y - 1, height) * width) + x] + plane[(Reflect.Index(y + 1, height) * width) + x]
            + plane[(y * width) + Reflect.Index(x - 1, width)] + plane[(y * width) + Reflect.Index(x + 1, width)]) / 4;

    private static float Mean(Span<float> plane, float[] mask)
    {
        var (sum, count) = (0.0, 0);
        for (var p = 0; p < plane.Length; p++)
        {
            (sum, count) = mask[p] > 0 ? (sum, count) : (sum + plane[p], count + 1);
        }

        return (float)(sum / Math.Max(count, 1));
    }
}
