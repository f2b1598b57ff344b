using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>What every estimate of a blur must satisfy: non-negative, sum 1, one connected body, centred.</summary>
public static class KernelCleanup
{
    /// <summary>Taps below this share of the largest are noise of the fit.</summary>
    private const float Floor = 0.05f;

    /// <summary>An island with less than this share of the main body's mass is noise of the fit.</summary>
    private const double LeastIsland = 0.1;

    /// <summary>Taps that a stroke may be broken for.</summary>
    private const int WidestGap = 3;

    public static DegradationKernel Apply(DegradationKernel kernel)
    {
        var weights = (float[])kernel.Weights.Clone();
        var limit = Math.Max(weights.Max() * Floor, 0);
        for (var n = 0; n < weights.Length; n++)
        {
            weights[n] = weights[n] < limit ? 0 : weights[n];
        }

        KeepLargestBody(weights, kernel.Size);
        return Centre(Normalise(weights, kernel.Size), kernel.Size);
    }

    /// <summary>Negative taps removed, sum 1.</summary>
    public static DegradationKernel Normalised(DegradationKernel kernel) => new(1, kernel.Size, Normalise(kernel.Weights, kernel.Size));

    /// <summary>The nearest kernel that is non-negative with sum 1 (Euclidean projection; Duchi et al. 2008).</summary>
    public static DegradationKernel ToSimplex(DegradationKernel kernel)
    {
        var sorted = kernel.Weights.OrderDescending().ToArray();
        var (sum, shift) = (0.0, 0.0);
        for (var n = 0; n < sorted.Length; n++)
        {
            sum += sorted[n];
            var candidate = (sum - 1) / (n + 1);
            if (sorted[n] <= candidate)
            {
                break;
            }

            shift = candidate;
        }

        return new DegradationKernel(1, kernel.Size, [.. kernel.Weights.Select(w => (float)Math.Max(w - shift, 0))]);
    }

    /// <summary>The same blur at another side, by bilinear interpolation.</summary>
    public static DegradationKernel Resize(DegradationKernel kernel, int size)
    {
        var plane = new ImageTensor(1, kernel.Size, kernel.Size, (float[])kernel.Weights.Clone());
        var (weights, ratio) = (new float[size * size], (double)kernel.Size / size);
        for (var n = 0; n < weights.Length; n++)
        {
            var y = ((n / size) - (size / 2)) * ratio + (kernel.Size / 2);
            var x = ((n % size) - (size / 2)) * ratio + (kernel.Size / 2);
            weights[n] = (float)Bilinear(plane, y, x);
        }

        return new DegradationKernel(1, size, Normalise(weights, size));
    }

    /// <summary>Sum 1; a kernel without mass becomes the identity.</summary>
    private static float[] Normalise(float[] weights, int size)
    {
        var sum = weights.Sum(w => (double)Math.Max(w, 0));
        if (sum <= 0)
        {
            return KernelShapes.Delta(1, size).Weights;
        }

        return [.. weights.Select(w => (float)(Math.Max(w, 0) / sum))];
    }

    private static void KeepLargestBody(float[] weights, int size)
    {
        var body = new int[weights.Length];
        var masses = new List<double> { 0 };
        for (var start = 0; start < weights.Length; start++)
        {
            if (weights[start] > 0 && body[start] == 0)
            {
                masses.Add(Flood(weights, size, body, start, masses.Count));
            }
        }

        // Small islands go, and far ones: a picture of stripes puts its next stripe there. A broken stroke of real motion stays.
        var main = masses.IndexOf(masses.Max());
        var keep = masses.Select((mass, label) => mass >= LeastIsland * masses[main] && Gap(body, size, main, label) <= WidestGap).ToArray();
        for (var n = 0; n < weights.Length; n++)
        {
            weights[n] = keep[body[n]] ? weights[n] : 0;
        }
    }

    /// <summary>Taps between two bodies, along the longer axis of the way; 0 for a body and itself.</summary>
    private static int Gap(int[] body, int size, int main, int other)
    {
        var (from, to) = (Taps(main), Taps(other));
        return to.Count == 0 ? 0 : to.Min(b => from.Min(a => Math.Max(Math.Abs((a / size) - (b / size)), Math.Abs((a % size) - (b % size)))));

        List<int> Taps(int label) => [.. Enumerable.Range(0, body.Length).Where(n => body[n] == label)];
    }

    private static double Flood(float[] weights, int size, int[] body, int start, int label)
    {
        var (stack, mass) = (new Stack<int>([start]), 0.0);
        body[start] = label;
        while (stack.TryPop(out var at))
        {
            mass += weights[at];
            for (var n = 0; n < 9; n++)
            {
                var (y, x) = ((at / size) + (n / 3) - 1, (at % size) + (n % 3) - 1);
                var next = (y * size) + x;
                if (y >= 0 && y < size && x >= 0 && x < size && body[next] == 0 && weights[next] > 0)
                {
                    body[next] = label;
                    stack.Push(next);
                }
            }
        }

        return mass;
    }

    /// <summary>Moves the centre of mass to the middle: a shifted kernel shifts the picture.</summary>
    /// <remarks>Fractions of a pixel count: half of one costs a sharp picture more than the blur did. They blur the kernel a little, which the next fit takes back.</remarks>
    private static DegradationKernel Centre(float[] weights, int size)
    {
        var (cy, cx) = (0.0, 0.0);
        for (var n = 0; n < weights.Length; n++)
        {
            cy += weights[n] * ((n / size) - (size / 2));
            cx += weights[n] * ((n % size) - (size / 2));
        }

        var (plane, centred) = (new ImageTensor(1, size, size, weights), new float[weights.Length]);
        for (var n = 0; n < weights.Length; n++)
        {
            centred[n] = (float)Bilinear(plane, (n / size) + cy, (n % size) + cx);
        }

        return new DegradationKernel(1, size, Normalise(centred, size));
    }

    private static double Bilinear(ImageTensor plane, double y, double x)
    {
        var (y0, x0) = ((int)Math.Floor(y), (int)Math.Floor(x));
        var (fy, fx) = (y - y0, x - x0);
        return ((1 - fy) * (((1 - fx) * At(y0, x0)) + (fx * At(y0, x0 + 1))))
            + (fy * (((1 - fx) * At(y0 + 1, x0)) + (fx * At(y0 + 1, x0 + 1))));

        double At(int row, int column) =>
            row >= 0 && row < plane.Height && column >= 0 && column < plane.Width ? plane.Data[(row * plane.Width) + column] : 0;
    }
}
