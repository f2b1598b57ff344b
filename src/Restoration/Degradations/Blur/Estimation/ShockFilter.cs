using System.Numerics;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>u - sign(Laplacian) |gradient| dt: pushes both sides of an edge apart until it is a step (Osher and Rudin 1990).</summary>
internal static class ShockFilter
{
    /// <summary>One step.</summary>
    /// <param name="u">One plane.</param>
    /// <param name="step">dt.</param>
    /// <returns>From the pool.</returns>
    public static ImageTensor Apply(ImageTensor u, float step)
    {
        var (h, w, data) = (u.Height, u.Width, u.Data);
        var next = TensorPool.RentLike(u);
        Parallel.For(0, h, y =>
        {
            var row = data.AsSpan(y * w, w);
            Span<float> up = data.AsSpan(Math.Max(y - 1, 0) * w, w), down = data.AsSpan(Math.Min(y + 1, h - 1) * w, w);
            var target = next.Data.AsSpan(y * w, w);
            var x = 1;
            for (; x + Vector<float>.Count < w; x += Vector<float>.Count)
            {
                Push(new(row[x..]), new(row[(x - 1)..]), new(row[(x + 1)..]), new(up[x..]), new(down[x..]), step).CopyTo(target[x..]);
            }

            target[0] = At(0);
            for (; x < w; x++)
            {
                target[x] = At(x);
            }

            float At(int at) => Push(
                new(data[(y * w) + at]), new(data[(y * w) + Math.Max(at - 1, 0)]), new(data[(y * w) + Math.Min(at + 1, w - 1)]),
                new(data[(Math.Max(y - 1, 0) * w) + at]), new(data[(Math.Min(y + 1, h - 1) * w) + at]), step)[0];
        });
        return next;
    }

    private static Vector<float> Push(
        Vector<float> here, Vector<float> left, Vector<float> right, Vector<float> above, Vector<float> below, float step)
    {
        var laplacian = left + right + above + below - (4 * here);
        var (gx, gy) = (MinMod(right - here, here - left), MinMod(below - here, here - above));
        var distance = Vector.SquareRoot((gx * gx) + (gy * gy)) * step;
        return here - Vector.ConditionalSelect(
            Vector.GreaterThan(laplacian, Vector<float>.Zero), distance, Vector.ConditionalSelect(Vector.LessThan(laplacian, Vector<float>.Zero), -distance, Vector<float>.Zero));
    }

    private static Vector<float> MinMod(Vector<float> a, Vector<float> b) => Vector.ConditionalSelect(
        Vector.LessThanOrEqual(a * b, Vector<float>.Zero), Vector<float>.Zero, Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(a), Vector.Abs(b)), a, b));
}
