using System.Numerics;
using System.Runtime.InteropServices;

namespace BirD.Restoration.Frequency;

/// <summary>Arithmetic on spectra, value by value. All spans of a call have one length, a multiple of the vector's.</summary>
internal static class Spectra
{
    /// <summary>u becomes H u.</summary>
    public static void Multiply(Span<float> re, Span<float> im, ReadOnlySpan<float> transferRe, ReadOnlySpan<float> transferIm)
    {
        Span<Vector<float>> u = Vectors(re), v = Vectors(im);
        ReadOnlySpan<Vector<float>> h = Vectors(transferRe), g = Vectors(transferIm);
        for (var n = 0; n < u.Length && n < v.Length && n < h.Length && n < g.Length; n++)
        {
            var (a, b) = (u[n], v[n]);
            u[n] = Vector.MultiplyAddEstimate(a, h[n], -(b * g[n]));
            v[n] = Vector.MultiplyAddEstimate(a, g[n], b * h[n]);
        }
    }

    /// <summary>r becomes conj(H) r / (|H|^2 + alpha).</summary>
    public static void Regularise(Span<float> re, Span<float> im, ReadOnlySpan<float> transferRe, ReadOnlySpan<float> transferIm, float alpha)
    {
        Span<Vector<float>> u = Vectors(re), v = Vectors(im);
        var floor = new Vector<float>(alpha);
        ReadOnlySpan<Vector<float>> h = Vectors(transferRe), g = Vectors(transferIm);
        for (var n = 0; n < u.Length && n < v.Length && n < h.Length && n < g.Length; n++)
        {
            var (a, b) = (u[n], v[n]);
            var scale = Vector<float>.One / Vector.MultiplyAddEstimate(h[n], h[n], Vector.MultiplyAddEstimate(g[n], g[n], floor));
            u[n] = Vector.MultiplyAddEstimate(a, h[n], b * g[n]) * scale;
            v[n] = Vector.MultiplyAddEstimate(b, h[n], -(a * g[n])) * scale;
        }
    }

    private static Span<Vector<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);

    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, Vector<float>>(values);
}
