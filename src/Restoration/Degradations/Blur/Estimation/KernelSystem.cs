using System.Numerics.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Normal equations of a kernel fit: K' A K / 2 - c' K with A a function of the distance between taps.</summary>
/// <param name="size">Side of the kernel.</param>
/// <param name="own">Autocorrelation of the sharp edges, side 2 size - 1.</param>
/// <param name="cross">Correlation of the observed with the sharp edges, side size.</param>
internal sealed class KernelSystem(int size, float[] own, float[] cross)
{
    private const int Iterations = 120;

    /// <summary>Non-negative minimiser, by accelerated projected gradient (Beck and Teboulle 2009).</summary>
    public DegradationKernel Solve(DegradationKernel start, double ridge, DegradationKernel? anchor)
    {
        var energy = own[own.Length / 2];
        if (energy <= 0)
        {
            return start;
        }

        var lambda = (float)(ridge * energy);
        var step = 1 / (Largest() + lambda);
        var (k, ahead, t) = ((float[])start.Weights.Clone(), (float[])start.Weights.Clone(), 1.0);
        for (var round = 0; round < Iterations; round++)
        {
            var product = Multiply(ahead);
            var next = new float[k.Length];
            for (var n = 0; n < k.Length; n++)
            {
                var gradient = product[n] - cross[n] + (lambda * (ahead[n] - (anchor?.Weights[n] ?? 0)));
                next[n] = Math.Max(ahead[n] - (step * gradient), 0);
            }

            var momentum = (1 + Math.Sqrt(1 + (4 * t * t))) / 2;
            var push = (float)((t - 1) / momentum);
            for (var n = 0; n < k.Length; n++)
            {
                ahead[n] = next[n] + (push * (next[n] - k[n]));
            }

            (k, t) = (next, momentum);
        }

        return new DegradationKernel(1, size, k);
    }

    /// <summary>Energy of the observed edges that a kernel of this shape explains, its sum being free: (c' K)^2 / (K' A K).</summary>
    public double Explained(DegradationKernel kernel)
    {
        double match = TensorPrimitives.Dot<float>(cross, kernel.Weights);
        var power = TensorPrimitives.Dot<float>(Multiply(kernel.Weights), kernel.Weights);
        return match > 0 && power > 0 ? match * match / power : 0;
    }

    private float[] Multiply(float[] k)
    {
        var (product, side) = (new float[k.Length], (2 * size) - 1);
        Parallel.For(0, size, i =>
        {
            for (var j = 0; j < size; j++)
            {
                var sum = 0f;
                for (var row = 0; row < size; row++)
                {
                    sum += TensorPrimitives.Dot(k.AsSpan(row * size, size), own.AsSpan(((row - i + size - 1) * side) + size - 1 - j, size));
                }

                product[(i * size) + j] = sum;
            }
        });
        return product;
    }

    /// <summary>Largest eigenvalue of A, by power iteration, with room for what the iteration missed.</summary>
    private float Largest()
    {
        var vector = Enumerable.Repeat(1f, size * size).ToArray();
        vector[size * size / 2] += 1;
        var norm = 0f;
        for (var round = 0; round < 12; round++)
        {
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
            vector = Multiply(vector);
            norm = TensorPrimitives.Norm(vector);
        }

        return 1.1f * norm;
    }
}
