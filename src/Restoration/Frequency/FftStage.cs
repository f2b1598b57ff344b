using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BirD.Restoration.Frequency;

/// <summary>One Stockham stage: butterflies of one radix over rows of <see cref="FftPlan.Strip"/> neighbouring columns.</summary>
/// <remarks>
/// Every "element" of the transform is such a row, so each scalar operation of the textbook algorithm becomes a vector
/// operation and no shuffles are needed; elements that share their twiddles lie one after the other, so the inner loop is a
/// straight run. There is no maintained single-precision vectorised FFT among the packages this project can use.
/// </remarks>
internal sealed class FftStage
{
    private readonly int radix;
    private readonly int groups;

    /// <summary>Values that share their twiddles.</summary>
    private readonly nuint run;

    /// <summary>Cosines and sines of the twiddles 1 to radix - 1, one after the other, by group.</summary>
    private readonly float[] twiddles;

    public FftStage(int radix, int n, int stride)
    {
        (this.radix, groups, run) = (radix, n / radix, (nuint)(stride * FftPlan.Strip));
        twiddles = new float[groups * 2 * (radix - 1)];
        for (var at = 0; at < twiddles.Length; at += 2)
        {
            var (p, k) = (at / 2 / (radix - 1), (at / 2 % (radix - 1)) + 1);
            var (sin, cos) = Math.SinCos(-2 * Math.PI * p * k / n);
            (twiddles[at], twiddles[at + 1]) = ((float)cos, (float)sin);
        }
    }

    /// <summary>All spans hold at least the transform's length times <see cref="FftPlan.Strip"/> values.</summary>
    public void Run(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> outRe, Span<float> outIm)
    {
        var all = (int)run * groups * radix;
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(Math.Min(re.Length, im.Length), Math.Min(outRe.Length, outIm.Length)), all);
        ref var a = ref MemoryMarshal.GetReference(re);
        ref var b = ref MemoryMarshal.GetReference(im);
        ref var c = ref MemoryMarshal.GetReference(outRe);
        ref var d = ref MemoryMarshal.GetReference(outIm);
        for (var p = 0; p < groups; p++)
        {
            var (from, to) = ((nuint)p * run, (nuint)(p * radix) * run);
            var w = twiddles.AsSpan(p * 2 * (radix - 1));
            switch (radix)
            {
                case 2:
                    Two(ref a, ref b, ref c, ref d, from, to, w);
                    break;
                case 3:
                    Three(ref a, ref b, ref c, ref d, from, to, w);
                    break;
                case 4:
                    Four(ref a, ref b, ref c, ref d, from, to, w);
                    break;
                default:
                    Five(ref a, ref b, ref c, ref d, from, to, w);
                    break;
            }
        }
    }

    private void Two(ref float re, ref float im, ref float outRe, ref float outIm, nuint from, nuint to, ReadOnlySpan<float> w)
    {
        var leg = (nuint)groups * run;
        var (cos1, sin1) = Twiddle(w, 0);
        for (nuint v = 0; v < run; v += (nuint)Vector<float>.Count)
        {
            var (x0, x1) = (Load(ref re, from + v), Load(ref re, from + v + leg));
            var (y0, y1) = (Load(ref im, from + v), Load(ref im, from + v + leg));
            (x0 + x1).StoreUnsafe(ref outRe, to + v);
            (y0 + y1).StoreUnsafe(ref outIm, to + v);
            Turn(x0 - x1, y0 - y1, cos1, sin1, ref outRe, ref outIm, to + v + run);
        }
    }

    private void Three(ref float re, ref float im, ref float outRe, ref float outIm, nuint from, nuint to, ReadOnlySpan<float> w)
    {
        var (leg, half, root) = ((nuint)groups * run, new Vector<float>(-0.5f), new Vector<float>(0.8660254037844386f));
        var (cos1, sin1) = Twiddle(w, 0);
        var (cos2, sin2) = Twiddle(w, 1);
        for (nuint v = 0; v < run; v += (nuint)Vector<float>.Count)
        {
            var (i, o) = (from + v, to + v);
            var (x0, x1, x2) = (Load(ref re, i), Load(ref re, i + leg), Load(ref re, i + (2 * leg)));
            var (y0, y1, y2) = (Load(ref im, i), Load(ref im, i + leg), Load(ref im, i + (2 * leg)));
            var (xs, ys, xd, yd) = (x1 + x2, y1 + y2, root * (x1 - x2), root * (y1 - y2));
            var (xm, ym) = (Vector.MultiplyAddEstimate(half, xs, x0), Vector.MultiplyAddEstimate(half, ys, y0));
            (x0 + xs).StoreUnsafe(ref outRe, o);
            (y0 + ys).StoreUnsafe(ref outIm, o);
            Turn(xm + yd, ym - xd, cos1, sin1, ref outRe, ref outIm, o + run);
            Turn(xm - yd, ym + xd, cos2, sin2, ref outRe, ref outIm, o + (2 * run));
        }
    }

    private void Four(ref float re, ref float im, ref float outRe, ref float outIm, nuint from, nuint to, ReadOnlySpan<float> w)
    {
        var leg = (nuint)groups * run;
        var (cos1, sin1) = Twiddle(w, 0);
        var (cos2, sin2) = Twiddle(w, 1);
        var (cos3, sin3) = Twiddle(w, 2);
        for (nuint v = 0; v < run; v += (nuint)Vector<float>.Count)
        {
            var (i, o) = (from + v, to + v);
            var (x0, x1, x2, x3) = (Load(ref re, i), Load(ref re, i + leg), Load(ref re, i + (2 * leg)), Load(ref re, i + (3 * leg)));
            var (y0, y1, y2, y3) = (Load(ref im, i), Load(ref im, i + leg), Load(ref im, i + (2 * leg)), Load(ref im, i + (3 * leg)));
            var (s0, s1, d0, d1) = (x0 + x2, x1 + x3, x0 - x2, x1 - x3);
            var (t0, t1, e0, e1) = (y0 + y2, y1 + y3, y0 - y2, y1 - y3);
            (s0 + s1).StoreUnsafe(ref outRe, o);
            (t0 + t1).StoreUnsafe(ref outIm, o);
            Turn(d0 + e1, e0 - d1, cos1, sin1, ref outRe, ref outIm, o + run);
            Turn(s0 - s1, t0 - t1, cos2, sin2, ref outRe, ref outIm, o + (2 * run));
            Turn(d0 - e1, e0 + d1, cos3, sin3, ref outRe, ref outIm, o + (3 * run));
        }
    }

    private void Five(ref float re, ref float im, ref float outRe, ref float outIm, nuint from, nuint to, ReadOnlySpan<float> w)
    {
        var leg = (nuint)groups * run;
        var (c1, c2) = (new Vector<float>(0.30901699437494745f), new Vector<float>(-0.8090169943749475f));
        var (s1, s2) = (new Vector<float>(0.9510565162951535f), new Vector<float>(0.5877852522924731f));
        var (cos1, sin1) = Twiddle(w, 0);
        var (cos2, sin2) = Twiddle(w, 1);
        var (cos3, sin3) = Twiddle(w, 2);
        var (cos4, sin4) = Twiddle(w, 3);
        for (nuint v = 0; v < run; v += (nuint)Vector<float>.Count)
        {
            var (i, o) = (from + v, to + v);
            var (x0, x1, x2, x3, x4) = (Load(ref re, i), Load(ref re, i + leg), Load(ref re, i + (2 * leg)), Load(ref re, i + (3 * leg)), Load(ref re, i + (4 * leg)));
            var (y0, y1, y2, y3, y4) = (Load(ref im, i), Load(ref im, i + leg), Load(ref im, i + (2 * leg)), Load(ref im, i + (3 * leg)), Load(ref im, i + (4 * leg)));
            var (xa, xb, xc, xd) = (x1 + x4, x2 + x3, x1 - x4, x2 - x3);
            var (ya, yb, yc, yd) = (y1 + y4, y2 + y3, y1 - y4, y2 - y3);
            (x0 + xa + xb).StoreUnsafe(ref outRe, o);
            (y0 + ya + yb).StoreUnsafe(ref outIm, o);
            var (xe, xf) = (x0 + (c1 * xa) + (c2 * xb), x0 + (c2 * xa) + (c1 * xb));
            var (ye, yf) = (y0 + (c1 * ya) + (c2 * yb), y0 + (c2 * ya) + (c1 * yb));
            var (xg, xh) = ((s1 * xc) + (s2 * xd), (s2 * xc) - (s1 * xd));
            var (yg, yh) = ((s1 * yc) + (s2 * yd), (s2 * yc) - (s1 * yd));
            Turn(xe + yg, ye - xg, cos1, sin1, ref outRe, ref outIm, o + run);
            Turn(xf + yh, yf - xh, cos2, sin2, ref outRe, ref outIm, o + (2 * run));
            Turn(xf - yh, yf + xh, cos3, sin3, ref outRe, ref outIm, o + (3 * run));
            Turn(xe - yg, ye + xg, cos4, sin4, ref outRe, ref outIm, o + (4 * run));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float from, nuint at) => Vector.LoadUnsafe(ref from, at);

    private static (Vector<float> Cos, Vector<float> Sin) Twiddle(ReadOnlySpan<float> w, int which) =>
        (new Vector<float>(w[2 * which]), new Vector<float>(w[(2 * which) + 1]));

    /// <summary>Stores (x + iy) (cos + i sin).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(Vector<float> x, Vector<float> y, Vector<float> cos, Vector<float> sin, ref float outRe, ref float outIm, nuint at)
    {
        Vector.MultiplyAddEstimate(x, cos, -(y * sin)).StoreUnsafe(ref outRe, at);
        Vector.MultiplyAddEstimate(x, sin, y * cos).StoreUnsafe(ref outIm, at);
    }
}
