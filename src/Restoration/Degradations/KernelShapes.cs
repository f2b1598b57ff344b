using MathNet.Numerics.Distributions;

namespace BirD.Restoration.Degradations;

/// <summary>Kernels to start from or to compare with.</summary>
public static class KernelShapes
{
    /// <summary>The identity: no blur.</summary>
    public static DegradationKernel Delta(int channels, int size)
    {
        var weights = new float[channels * size * size];
        for (var c = 0; c < channels; c++)
        {
            weights[(c * size * size) + (size * size / 2)] = 1;
        }

        return new DegradationKernel(channels, size, weights);
    }

    /// <summary>Sampled Gaussian, sum 1. Sigma in pixels.</summary>
    public static DegradationKernel Gaussian(int channels, int size, double sigma)
    {
        var half = size / 2;
        var line = Enumerable.Range(-half, size).Select(x => Math.Exp(-x * x / (2 * sigma * sigma))).ToArray();
        return Separable(channels, line);
    }

    /// <summary>A lens out of focus: a disc, its rim shared between the pixels that it crosses.</summary>
    public static DegradationKernel Disc(int size, double radius)
    {
        const int fine = 5;
        var weights = new float[size * size];
        for (var n = 0; n < weights.Length * fine * fine; n++)
        {
            var (at, part) = (n / (fine * fine), n % (fine * fine));
            var y = (at / size) - (size / 2) + ((((part / fine) + 0.5) / fine) - 0.5);
            var x = (at % size) - (size / 2) + ((((part % fine) + 0.5) / fine) - 0.5);
            weights[at] += (y * y) + (x * x) <= radius * radius ? 1 : 0;
        }

        return Normalised(size, weights);
    }

    /// <summary>A straight, even movement.</summary>
    /// <param name="size">Side, odd, pixels.</param>
    /// <param name="length">Pixels.</param>
    /// <param name="angle">Radians from the x axis towards y.</param>
    public static DegradationKernel Stroke(int size, double length, double angle)
    {
        const int points = 8;
        var (weights, count) = (new float[size * size], (int)Math.Ceiling(length) * points);
        for (var n = 0; n < count; n++)
        {
            var along = (((n + 0.5) / count) - 0.5) * length;
            var (y, x) = ((along * Math.Sin(angle)) + (size / 2), (along * Math.Cos(angle)) + (size / 2));
            for (var corner = 0; corner < 4; corner++)
            {
                var (row, column) = ((int)Math.Floor(y) + (corner / 2), (int)Math.Floor(x) + (corner % 2));
                if (row >= 0 && row < size && column >= 0 && column < size)
                {
                    weights[(row * size) + column] += (float)((1 - Math.Abs(y - row)) * (1 - Math.Abs(x - column)));
                }
            }
        }

        return Normalised(size, weights);
    }

    /// <summary>
    /// The start kernel of the released scripts: square roots of the normal mass of <paramref name="size"/> equal
    /// intervals over [-reach - h/2, reach + h/2], h = (2 reach + 1) / size. With (9, 2) it is also the true blur of the
    /// authors' deblurring benchmark, which is why nothing blind may start from it.
    /// </summary>
    public static DegradationKernel ReleasedStart(int channels, int size, double reach)
    {
        var h = ((2 * reach) + 1) / size;
        var line = new double[size];
        for (var i = 0; i < size; i++)
        {
            var (from, to) = (Edge(i), Edge(i + 1));
            line[i] = Math.Sqrt(Normal.CDF(0, 1, to) - Normal.CDF(0, 1, from));
        }

        return Separable(channels, line);

        double Edge(int i) => -reach - (h / 2) + (i * ((2 * reach) + h) / size);
    }

    private static DegradationKernel Normalised(int size, float[] weights)
    {
        var sum = weights.Sum(w => (double)w);
        return new DegradationKernel(1, size, [.. weights.Select(w => (float)(w / sum))]);
    }

    private static DegradationKernel Separable(int channels, double[] line)
    {
        var (size, sum) = (line.Length, line.Sum());
        var weights = new float[channels * size * size];
        for (var n = 0; n < weights.Length; n++)
        {
            var (i, j) = (n / size % size, n % size);
            weights[n] = (float)(line[i] * line[j] / (sum * sum));
        }

        return new DegradationKernel(channels, size, weights);
    }
}
