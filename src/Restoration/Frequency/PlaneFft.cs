namespace BirD.Restoration.Frequency;

/// <summary>Two-dimensional transform of a plane; spectra are kept transposed (width x height), which saves two passes.</summary>
internal sealed class PlaneFft
{
    private const int Strip = 16;
    private readonly FftPlan columns;
    private readonly FftPlan rows;

    public PlaneFft(int height, int width) => (columns, rows) = (new FftPlan(height), new FftPlan(width));

    public int Height => columns.Length;

    public int Width => rows.Length;

    /// <summary>The transform of <paramref name="plane"/>, transposed.</summary>
    public ComplexPlane Forward(ComplexPlane plane)
    {
        var half = new ComplexPlane(Height, Width);
        Columns(columns, plane.Re, plane.Im, half.Re, half.Im, Height, Width);
        var turned = Transpose(half);
        Columns(rows, turned.Re, turned.Im, turned.Re, turned.Im, Width, Height);
        return turned;
    }

    /// <summary>The plane whose transform this is, scaled by 1 / (height x width). Overwrites its argument.</summary>
    public ComplexPlane Inverse(ComplexPlane spectrum)
    {
        // Swapping real and imaginary part before and after turns the forward transform into the inverse.
        Columns(rows, spectrum.Im, spectrum.Re, spectrum.Im, spectrum.Re, Width, Height);
        var turned = Transpose(spectrum);
        Columns(columns, turned.Im, turned.Re, turned.Im, turned.Re, Height, Width);
        var scale = 1f / ((float)Height * Width);
        System.Numerics.Tensors.TensorPrimitives.Multiply(turned.Re, scale, turned.Re);
        System.Numerics.Tensors.TensorPrimitives.Multiply(turned.Im, scale, turned.Im);
        return turned;
    }

    private static void Columns(
        FftPlan plan, float[] re, float[] im, float[] outRe, float[] outIm, int height, int width)
    {
        Parallel.For(
            0,
            (width + Strip - 1) / Strip,
            () => new float[4][].Select(_ => new float[height * Strip]).ToArray(),
            (strip, _, buffers) =>
            {
                var (from, count) = (strip * Strip, Math.Min(Strip, width - (strip * Strip)));
                Gather(re, buffers[0], from, count, height, width);
                Gather(im, buffers[1], from, count, height, width);
                var (source, target) = (0, 2);
                foreach (var stage in plan.Stages)
                {
                    stage.Run(buffers[source], buffers[source + 1], buffers[target], buffers[target + 1], Strip);
                    (source, target) = (target, source);
                }

                Scatter(buffers[source], outRe, from, count, height, width);
                Scatter(buffers[source + 1], outIm, from, count, height, width);
                return buffers;
            },
            _ => { });
    }

    private static void Gather(float[] plane, float[] strip, int from, int count, int height, int width)
    {
        for (var y = 0; y < height; y++)
        {
            plane.AsSpan((y * width) + from, count).CopyTo(strip.AsSpan(y * Strip));
        }
    }

    private static void Scatter(float[] strip, float[] plane, int from, int count, int height, int width)
    {
        for (var y = 0; y < height; y++)
        {
            strip.AsSpan(y * Strip, count).CopyTo(plane.AsSpan((y * width) + from));
        }
    }

    private static ComplexPlane Transpose(ComplexPlane plane)
    {
        const int block = 32;
        var turned = new ComplexPlane(plane.Width, plane.Height);
        Parallel.For(0, (plane.Height + block - 1) / block, stripe =>
        {
            var (y0, y1) = (stripe * block, Math.Min((stripe + 1) * block, plane.Height));
            for (var x0 = 0; x0 < plane.Width; x0 += block)
            {
                for (var x = x0; x < Math.Min(x0 + block, plane.Width); x++)
                {
                    for (var y = y0; y < y1; y++)
                    {
                        turned.Re[(x * plane.Height) + y] = plane.Re[(y * plane.Width) + x];
                        turned.Im[(x * plane.Height) + y] = plane.Im[(y * plane.Width) + x];
                    }
                }
            }
        });
        return turned;
    }
}
