using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>A tone curve after which noise is as strong in the shadows as in the lights, and its inverse.</summary>
/// <remarks>
/// f(v) is the integral of 1 / sigma(v), scaled to run from 0 to 1 (Anscombe's transform for a measured sigma instead of a Poisson
/// one). One curve for all channels, so that grey stays grey. The prior has seen pictures under many tone curves and does not mind.
/// </remarks>
public sealed class StabilisingCurve
{
    private const int Steps = 256;

    /// <summary>Noise further from the middle one than this factor is taken to be at this factor: the ends of the scale are known from few blocks.</summary>
    private const double MostRange = 2.5;

    /// <summary>Standard deviation of the smoothing over brightness, in parts of the scale: a camera's noise changes slowly.</summary>
    private const double Smoothing = 1.0 / 16;

    private readonly float[] forward = new float[Steps + 1];
    private readonly float[] back = new float[Steps + 1];

    /// <param name="levels">Noise of the picture at some brightnesses, ascending, [0,1] units, with the number of blocks that told it.</param>
    public StabilisingCurve(IReadOnlyList<(double Brightness, double Level, int Blocks)> levels)
    {
        var sigma = Smooth(Sampled(levels));
        var sum = new double[Steps + 1];
        for (var n = 1; n <= Steps; n++)
        {
            sum[n] = sum[n - 1] + (2 / (sigma[n] + sigma[n - 1]));
        }

        for (var n = 0; n <= Steps; n++)
        {
            forward[n] = (float)(sum[n] / sum[Steps]);
        }

        Range = sigma.Max() / sigma.Min();
        for (int n = 0, at = 0; n <= Steps; n++)
        {
            var target = (float)n / Steps;
            while (at < Steps - 1 && forward[at + 1] < target)
            {
                at++;
            }

            back[n] = Math.Clamp((at + ((target - forward[at]) / (forward[at + 1] - forward[at]))) / Steps, 0, 1);
        }
    }

    /// <summary>Strongest over weakest noise that the curve evens out.</summary>
    public double Range { get; }

    public ImageTensor Forward(ImageTensor picture) => Map(picture, forward);

    public ImageTensor Back(ImageTensor picture) => Map(picture, back);

    private static double[] Sampled(IReadOnlyList<(double Brightness, double Level, int Blocks)> levels)
    {
        var middle = WeightedMedian(levels);
        var sampled = new double[Steps + 1];
        for (int n = 0, next = 0; n <= Steps; n++)
        {
            var v = (double)n / Steps;
            while (next < levels.Count && levels[next].Brightness < v)
            {
                next++;
            }

            var (low, high) = (levels[Math.Max(next - 1, 0)], levels[Math.Min(next, levels.Count - 1)]);
            var way = high.Brightness > low.Brightness ? (v - low.Brightness) / (high.Brightness - low.Brightness) : 0;
            sampled[n] = Math.Clamp(low.Level + (Math.Clamp(way, 0, 1) * (high.Level - low.Level)), middle / MostRange, middle * MostRange);
        }

        return sampled;
    }

    private static double WeightedMedian(IReadOnlyList<(double Brightness, double Level, int Blocks)> levels)
    {
        var half = levels.Sum(l => l.Blocks) / 2.0;
        var seen = 0;
        foreach (var (_, level, blocks) in levels.OrderBy(l => l.Level))
        {
            seen += blocks;
            if (seen >= half)
            {
                return level;
            }
        }

        return levels[^1].Level;
    }

    private static double[] Smooth(double[] values)
    {
        const int reach = (int)(2.5 * Smoothing * Steps);
        var smooth = new double[values.Length];
        for (var n = 0; n < values.Length; n++)
        {
            var (sum, weight) = (0.0, 0.0);
            for (var d = -reach; d <= reach; d++)
            {
                var w = Math.Exp(-0.5 * d * d / (Smoothing * Steps * Smoothing * Steps));
                sum += w * values[Math.Clamp(n + d, 0, values.Length - 1)];
                weight += w;
            }

            smooth[n] = sum / weight;
        }

        return smooth;
    }

    private static ImageTensor Map(ImageTensor picture, float[] table)
    {
        var mapped = TensorPool.RentLike(picture);
        Parallel.For(0, picture.Channels * picture.Height, row =>
        {
            var from = row * picture.Width;
            for (var p = from; p < from + picture.Width; p++)
            {
                var place = Math.Clamp(picture.Data[p], 0, 1) * Steps;
                var at = Math.Min((int)place, Steps - 1);
                mapped.Data[p] = table[at] + ((place - at) * (table[at + 1] - table[at]));
            }
        });
        return mapped;
    }
}
