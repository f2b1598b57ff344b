using BirD.Restoration.Degradations;

namespace BirD.Client.Bench.Damages;

/// <summary>Blur kernels drawn as paths, centred on their mass, sum 1.</summary>
internal static class Strokes
{
    private const int Samples = 400;

    /// <summary>A camera's straight movement.</summary>
    /// <param name="size">Side of the kernel, odd.</param>
    /// <param name="length">Pixels.</param>
    /// <param name="angle">Radians.</param>
    public static DegradationKernel Line(int size, double length, double angle) =>
        Draw(size, t => ((t - 0.5) * length * Math.Sin(angle), (t - 0.5) * length * Math.Cos(angle)));

    /// <summary>A hand's tremor: a smooth random path of about the given extent.</summary>
    public static DegradationKernel Shake(int size, double length, Random random)
    {
        var waves = Enumerable.Range(1, 3).Select(n => (n, ay: Amplitude(n), ax: Amplitude(n), py: Phase(), px: Phase())).ToArray();
        var path = Enumerable.Range(0, Samples).Select(s => Point((double)s / (Samples - 1))).ToArray();
        var extent = Math.Max(path.Max(p => p.Y) - path.Min(p => p.Y), path.Max(p => p.X) - path.Min(p => p.X));
        var (my, mx) = (path.Average(p => p.Y), path.Average(p => p.X));
        return Draw(size, t => Point(t) is var (y, x) ? ((y - my) * length / extent, (x - mx) * length / extent) : default);

        double Amplitude(int n) => ((random.NextDouble() * 2) - 1) / n;
        double Phase() => random.NextDouble() * 2 * Math.PI;
        (double Y, double X) Point(double t) =>
            (waves.Sum(w => w.ay * Math.Sin((Math.PI * w.n * t) + w.py)), waves.Sum(w => w.ax * Math.Sin((Math.PI * w.n * t) + w.px)));
    }

    /// <summary>A lens out of focus: a disc with a soft rim.</summary>
    public static DegradationKernel Disc(int size, double radius)
    {
        var weights = new float[size * size];
        for (var n = 0; n < weights.Length; n++)
        {
            var (y, x) = ((n / size) - (size / 2), (n % size) - (size / 2));
            weights[n] = (float)Math.Clamp(radius + 0.5 - Math.Sqrt((y * y) + (x * x)), 0, 1);
        }

        return Normalised(size, weights);
    }

    private static DegradationKernel Draw(int size, Func<double, (double Y, double X)> path)
    {
        var weights = new float[size * size];
        for (var s = 0; s < Samples; s++)
        {
            var (y, x) = path((s + 0.5) / Samples);
            var (row, column) = ((int)Math.Floor(y), (int)Math.Floor(x));
            var (fy, fx) = ((float)(y - row), (float)(x - column));
            Put(row, column, (1 - fy) * (1 - fx));
            Put(row, column + 1, (1 - fy) * fx);
            Put(row + 1, column, fy * (1 - fx));
            Put(row + 1, column + 1, fy * fx);
        }

        return Normalised(size, weights);

        void Put(int row, int column, float weight)
        {
            var (i, j) = (row + (size / 2), column + (size / 2));
            if (i >= 0 && i < size && j >= 0 && j < size)
            {
                weights[(i * size) + j] += weight;
            }
        }
    }

    private static DegradationKernel Normalised(int size, float[] weights)
    {
        var sum = weights.Sum(w => (double)w);
        return new DegradationKernel(1, size, [.. weights.Select(w => (float)(w / sum))]);
    }
}
