using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>Depthwise k x k cross-correlation with zero padding, same size, and its kernel gradient.</summary>
/// <remarks>Rows are independent, so the split over threads can't change a bit of the result.</remarks>
public static class DepthwiseCorrelation
{
    /// <summary>out[c,p] = sum over d of K[c,d] u[c, p + d]; outside the picture u is 0.</summary>
    public static void Apply(ImageTensor u, DegradationKernel kernel, ImageTensor output)
    {
        var (size, half) = (kernel.Size, kernel.Size / 2);
        Parallel.For(0, u.Channels * u.Height, row =>
        {
            var (c, y) = (row / u.Height, row % u.Height);
            var target = output.Plane(c).Slice(y * u.Width, u.Width);
            target.Clear();
            var filter = kernel.Filter(c);
            for (var i = Math.Max(0, half - y); i < Math.Min(size, u.Height + half - y); i++)
            {
                var source = u.Plane(c).Slice((y + i - half) * u.Width, u.Width);
                AddTaps(filter.Slice(i * size, size), half, source, target);
            }
        });
    }

    /// <summary>The adjoint of <see cref="Apply"/>: the correlation with the kernel rotated by 180 degrees.</summary>
    public static void ApplyAdjoint(ImageTensor r, DegradationKernel kernel, ImageTensor output) =>
        Apply(r, kernel.Flipped(), output);

    /// <summary>gradient[c,d] = factor x sum over p of r[c,p] u[c, p + d]; always one filter per channel of u.</summary>
    public static float[] KernelGradient(ImageTensor r, ImageTensor u, int size, double factor)
    {
        var half = size / 2;
        var gradient = new float[u.Channels * size * size];
        Parallel.For(0, gradient.Length, n =>
        {
            var (c, dy, dx) = (n / (size * size), (n / size % size) - half, (n % size) - half);
            var (from, to) = (Math.Max(0, -dx), Math.Min(u.Width, u.Width - dx));
            var sum = 0.0;
            for (var y = Math.Max(0, -dy); to > from && y < Math.Min(u.Height, u.Height - dy); y++)
            {
                var residual = r.Plane(c).Slice((y * u.Width) + from, to - from);
                var shifted = u.Plane(c).Slice(((y + dy) * u.Width) + from + dx, to - from);
                sum += TensorPrimitives.Dot(residual, shifted);
            }

            gradient[n] = (float)(factor * sum);
        });
        return gradient;
    }

    private static void AddTaps(ReadOnlySpan<float> taps, int half, ReadOnlySpan<float> source, Span<float> target)
    {
        for (var j = 0; j < taps.Length; j++)
        {
            var shift = j - half;
            var (from, to) = (Math.Max(0, -shift), Math.Min(target.Length, target.Length - shift));
            if (to > from && taps[j] != 0)
            {
                var part = target[from..to];
                TensorPrimitives.MultiplyAdd(source[(from + shift)..(to + shift)], taps[j], part, part);
            }
        }
    }
}
