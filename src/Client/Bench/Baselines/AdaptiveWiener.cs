using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Baselines;

/// <summary>Local mean plus the share of the deviation that the estimated noise can't explain (Lee 1980), 5 x 5 window.</summary>
internal static class AdaptiveWiener
{
    private const int Half = 2;

    public static ImageTensor Filter(ImageTensor observed)
    {
        var noise = Math.Max(NoiseEstimator.Estimate(observed), 0.3 / 255);
        var filtered = new ImageTensor(observed.Channels, observed.Height, observed.Width);
        Parallel.For(0, observed.Channels * observed.Height, row =>
        {
            var (c, y) = (row / observed.Height, row % observed.Height);
            for (var x = 0; x < observed.Width; x++)
            {
                filtered.Data[(row * observed.Width) + x] = At(observed, c, y, x, noise * noise);
            }
        });
        return filtered;
    }

    private static float At(ImageTensor picture, int c, int y, int x, double noise)
    {
        var plane = picture.Plane(c);
        var (sum, square) = (0.0, 0.0);
        const int count = ((2 * Half) + 1) * ((2 * Half) + 1);
        for (var n = 0; n < count; n++)
        {
            var row = Reflect.Index(y + (n / ((2 * Half) + 1)) - Half, picture.Height);
            var column = Reflect.Index(x + (n % ((2 * Half) + 1)) - Half, picture.Width);
            double v = plane[(row * picture.Width) + column];
            (sum, square) = (sum + v, square + (v * v));
        }

        var mean = sum / count;
        var variance = Math.Max((square / count) - (mean * mean), 1e-12);
        return (float)(mean + (Math.Max(variance - noise, 0) / variance * (plane[(y * picture.Width) + x] - mean)));
    }
}
