using System.Buffers;
using System.Numerics.Tensors;

namespace BirD.Restoration.Frequency;

/// <summary>Two-dimensional transform of a plane; spectra are kept transposed (width x height), which saves two passes.</summary>
internal sealed class PlaneFft
{
    private readonly FftPlan columns;
    private readonly FftPlan rows;

    public PlaneFft(int height, int width) => (columns, rows) = (new FftPlan(height), new FftPlan(width));

    public int Height => columns.Length;

    public int Width => rows.Length;

    /// <summary>The transform of <paramref name="plane"/>, transposed.</summary>
    public ComplexPlane Forward(ComplexPlane plane)
    {
        var turned = new ComplexPlane(Width, Height);
        Columns(columns, plane.Re, plane.Im, turned.Re, turned.Im, Height, Width, turn: true);
        Columns(rows, turned.Re, turned.Im, turned.Re, turned.Im, Width, Height, turn: false);
        return turned;
    }

    /// <summary>The plane whose transform this is, scaled by 1 / (height x width). Overwrites its argument.</summary>
    public ComplexPlane Inverse(ComplexPlane spectrum)
    {
        // Swapping real and imaginary part before and after turns the forward transform into the inverse.
        var turned = new ComplexPlane(Height, Width);
        Columns(rows, spectrum.Im, spectrum.Re, turned.Im, turned.Re, Width, Height, turn: true);
        Columns(columns, turned.Im, turned.Re, turned.Im, turned.Re, Height, Width, turn: false);
        var scale = 1f / ((float)Height * Width);
        TensorPrimitives.Multiply(turned.Re, scale, turned.Re);
        TensorPrimitives.Multiply(turned.Im, scale, turned.Im);
        return turned;
    }

    /// <summary>Transforms every column; the outcome in its place, or as a row of a plane that is <paramref name="height"/> wide.</summary>
    private static void Columns(
        FftPlan plan, float[] re, float[] im, float[] outRe, float[] outIm, int height, int width, bool turn) =>
        Parallel.For(0, (width + FftPlan.Strip - 1) / FftPlan.Strip, strip =>
        {
            var (from, count) = (strip * FftPlan.Strip, Math.Min(FftPlan.Strip, width - (strip * FftPlan.Strip)));
            var part = height * FftPlan.Strip;
            var buffer = ArrayPool<float>.Shared.Rent(4 * part);
            Span<float> a = buffer.AsSpan(0, part), b = buffer.AsSpan(part, part);
            Gather(re, a, from, count, height, width);
            Gather(im, b, from, count, height, width);
            plan.Run(a, b, buffer.AsSpan(2 * part, part), buffer.AsSpan(3 * part, part));
            if (turn)
            {
                ScatterTurned(a, outRe, from, count, height);
                ScatterTurned(b, outIm, from, count, height);
            }
            else
            {
                Scatter(a, outRe, from, count, height, width);
                Scatter(b, outIm, from, count, height, width);
            }

            ArrayPool<float>.Shared.Return(buffer);
        });

    private static void Gather(float[] plane, Span<float> strip, int from, int count, int height, int width)
    {
        for (var y = 0; y < height; y++)
        {
            plane.AsSpan((y * width) + from, count).CopyTo(strip[(y * FftPlan.Strip)..]);
        }
    }

    private static void Scatter(Span<float> strip, float[] plane, int from, int count, int height, int width)
    {
        for (var y = 0; y < height; y++)
        {
            strip.Slice(y * FftPlan.Strip, count).CopyTo(plane.AsSpan((y * width) + from));
        }
    }

    private static void ScatterTurned(Span<float> strip, float[] plane, int from, int count, int height)
    {
        for (var x = 0; x < count; x++)
        {
            var row = plane.AsSpan((from + x) * height, height);
            for (var y = 0; y < row.Length; y++)
            {
                row[y] = strip[(y * FftPlan.Strip) + x];
            }
        }
    }
}
