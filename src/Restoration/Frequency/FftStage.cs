using System.Numerics;

namespace BirD.Restoration.Frequency;

/// <summary>One Stockham stage: butterflies of one radix over rows that hold many columns side by side.</summary>
/// <remarks>
/// Every "element" of the transform is a short row of neighbouring columns, so each scalar operation of the textbook
/// algorithm becomes one vector operation and no shuffles are needed. There is no maintained single-precision
/// vectorised FFT among the packages this project can use.
/// </remarks>
internal sealed class FftStage
{
    private readonly int radix;
    private readonly int groups;
    private readonly int stride;
    private readonly float[] twiddleRe;
    private readonly float[] twiddleIm;
    private readonly float[] dftRe;
    private readonly float[] dftIm;

    public FftStage(int radix, int n, int stride)
    {
        (this.radix, groups, this.stride) = (radix, n / radix, stride);
        (twiddleRe, twiddleIm) = (new float[groups * radix], new float[groups * radix]);
        (dftRe, dftIm) = (new float[radix * radix], new float[radix * radix]);
        for (var k = 0; k < radix; k++)
        {
            for (var p = 0; p < groups; p++)
            {
                Set(twiddleRe, twiddleIm, (p * radix) + k, (double)p * k / n);
            }

            for (var j = 0; j < radix; j++)
            {
                Set(dftRe, dftIm, (k * radix) + j, (double)(j * k % radix) / radix);
            }
        }
    }

    /// <summary>Rows of <paramref name="width"/> values each, a multiple of the vector width.</summary>
    public void Run(ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> outRe, Span<float> outIm, int width)
    {
        Span<Vector<float>> a = stackalloc Vector<float>[10];
        for (var p = 0; p < groups; p++)
        {
            for (var q = 0; q < stride; q++)
            {
                for (var v = 0; v < width; v += Vector<float>.Count)
                {
                    for (var j = 0; j < radix; j++)
                    {
                        var at = ((q + (stride * (p + (groups * j)))) * width) + v;
                        (a[j], a[5 + j]) = (new Vector<float>(re[at..]), new Vector<float>(im[at..]));
                    }

                    if (radix == 4)
                    {
                        Four(a);
                    }
                    else if (radix == 2)
                    {
                        (a[0], a[1]) = (a[0] + a[1], a[0] - a[1]);
                        (a[5], a[6]) = (a[5] + a[6], a[5] - a[6]);
                    }
                    else
                    {
                        Any(a);
                    }

                    Store(a, p, ((q + (stride * radix * p)) * width) + v, stride * width, outRe, outIm);
                }
            }
        }
    }

    private static void Set(float[] re, float[] im, int at, double turns)
    {
        var (sin, cos) = Math.SinCos(-2 * Math.PI * turns);
        (re[at], im[at]) = ((float)cos, (float)sin);
    }

    private static void Four(Span<Vector<float>> a)
    {
        var (s0, s1, d0, d1) = (a[0] + a[2], a[1] + a[3], a[0] - a[2], a[1] - a[3]);
        var (t0, t1, e0, e1) = (a[5] + a[7], a[6] + a[8], a[5] - a[7], a[6] - a[8]);
        (a[0], a[2], a[5], a[7]) = (s0 + s1, s0 - s1, t0 + t1, t0 - t1);
        (a[1], a[3], a[6], a[8]) = (d0 + e1, d0 - e1, e0 - d1, e0 + d1);
    }

    private void Any(Span<Vector<float>> a)
    {
        Span<Vector<float>> b = stackalloc Vector<float>[10];
        for (var k = 0; k < radix; k++)
        {
            var (x, y) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var j = 0; j < radix; j++)
            {
                var (c, s) = (dftRe[(k * radix) + j], dftIm[(k * radix) + j]);
                x += (a[j] * c) - (a[5 + j] * s);
                y += (a[j] * s) + (a[5 + j] * c);
            }

            (b[k], b[5 + k]) = (x, y);
        }

        b.CopyTo(a);
    }

    private void Store(Span<Vector<float>> a, int p, int at, int step, Span<float> outRe, Span<float> outIm)
    {
        for (var k = 0; k < radix; k++)
        {
            var (c, s) = (twiddleRe[(p * radix) + k], twiddleIm[(p * radix) + k]);
            ((a[k] * c) - (a[5 + k] * s)).CopyTo(outRe[(at + (k * step))..]);
            ((a[k] * s) + (a[5 + k] * c)).CopyTo(outIm[(at + (k * step))..]);
        }
    }
}
