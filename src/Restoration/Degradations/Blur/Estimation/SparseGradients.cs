using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Forward differences on a periodic frame, and what is left of them where only the strong ones count.</summary>
internal static class SparseGradients
{
    /// <summary>Both differences of a plane; from the pool.</summary>
    /// <param name="x">The plane.</param>
    /// <param name="least">Squared gradients below this become 0.</param>
    public static (ImageTensor Across, ImageTensor Down) Of(ImageTensor x, float least)
    {
        var (across, down) = (TensorPool.RentLike(x), TensorPool.RentLike(x));
        Parallel.For(0, x.Height, y =>
        {
            Span<float> h = Row(across, y), v = Row(down, y), here = Row(x, y);
            TensorPrimitives.Subtract(here[1..], here[..^1], h);
            h[^1] = here[0] - here[^1];
            TensorPrimitives.Subtract(Row(x, y + 1 == x.Height ? 0 : y + 1), here, v);
            if (least > 0)
            {
                Cut(h, v, least);
            }
        });
        return (across, down);
    }

    /// <summary>The adjoint of <see cref="Of"/>'s differences: minus the divergence.</summary>
    public static void Adjoint(ImageTensor across, ImageTensor down, ImageTensor result) => Parallel.For(0, result.Height, y =>
    {
        Span<float> h = Row(across, y), v = Row(down, y), row = Row(result, y);
        TensorPrimitives.Subtract(Row(down, y == 0 ? result.Height - 1 : y - 1), v, row);
        TensorPrimitives.Subtract(row, h, row);
        TensorPrimitives.Add(row[1..], h[..^1], row[1..]);
        row[0] += h[^1];
    });

    private static void Cut(Span<float> h, Span<float> v, float least)
    {
        Span<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(h), b = MemoryMarshal.Cast<float, Vector<float>>(v);
        var limit = new Vector<float>(least);
        for (var n = 0; n < a.Length && n < b.Length; n++)
        {
            var keep = Vector.GreaterThanOrEqual((a[n] * a[n]) + (b[n] * b[n]), limit);
            (a[n], b[n]) = (Vector.ConditionalSelect(keep, a[n], Vector<float>.Zero), Vector.ConditionalSelect(keep, b[n], Vector<float>.Zero));
        }

        for (var n = a.Length * Vector<float>.Count; n < h.Length; n++)
        {
            if ((h[n] * h[n]) + (v[n] * v[n]) < least)
            {
                (h[n], v[n]) = (0, 0);
            }
        }
    }

    private static Span<float> Row(ImageTensor plane, int y) => plane.Data.AsSpan(y * plane.Width, plane.Width);
}
