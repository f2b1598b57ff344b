using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Compression;

/// <summary>The quantisation cells of one component: a box in coefficient space for every block.</summary>
internal sealed class ComponentCells
{
    /// <summary>Rounding to 8 bits blurs where a coefficient was stored by about this much, codes.</summary>
    private const float Slack = 0.5f;

    /// <summary>
    /// Share of a divisor that a coefficient may lie from the stored one. Anything up to a half is possible, but coefficients
    /// crowd around round figures (0 above all) and the prior strays to the far ends: half a divisor gains half as much (docs/results.md).
    /// </summary>
    private const float Reach = 0.2f;

    private readonly int height;
    private readonly int width;
    private readonly JpegComponent stored;
    private readonly int rows;
    private readonly int columns;
    private readonly float[] centres;

    public ComponentCells(float[] decoded, int height, int width, JpegComponent stored)
    {
        (this.height, this.width, this.stored) = (height, width, stored);
        rows = BlocksOver(height, stored.StepY);
        columns = BlocksOver(width, stored.StepX);
        var samples = StoredSamples.Recover(decoded, height, width, stored, rows * BlockTransform.Side, columns * BlockTransform.Side);
        centres = Coefficients(samples);
        for (var n = 0; n < centres.Length; n++)
        {
            var q = stored.Quantiser[n % BlockTransform.Length];
            centres[n] = MathF.Round(centres[n] / q) * q;
        }
    }

    /// <summary>What must be added to a plane of the picture, codes, to bring its coefficients into their cells.</summary>
    public float[] Correction(float[] plane)
    {
        var coefficients = Coefficients(StoredSamples.Average(plane, height, width, stored, rows * BlockTransform.Side, columns * BlockTransform.Side));
        Parallel.For(0, rows * columns, b =>
        {
            var block = coefficients.AsSpan(b * BlockTransform.Length, BlockTransform.Length);
            for (var n = 0; n < block.Length; n++)
            {
                var reach = (stored.Quantiser[n] * Reach) + Slack;
                var centre = centres[(b * BlockTransform.Length) + n];
                block[n] = Math.Clamp(block[n], centre - reach, centre + reach) - block[n];
            }

            BlockTransform.Inverse(block);
        });
        return Spread(coefficients);
    }

    private static int BlocksOver(int length, int step) => ((length + step - 1) / step + BlockTransform.Side - 1) / BlockTransform.Side;

    private float[] Coefficients(float[] samples)
    {
        var coefficients = new float[samples.Length];
        var stride = columns * BlockTransform.Side;
        Parallel.For(0, rows * columns, b =>
        {
            var block = coefficients.AsSpan(b * BlockTransform.Length, BlockTransform.Length);
            for (var n = 0; n < block.Length; n++)
            {
                var (y, x) = ((b / columns * BlockTransform.Side) + (n / BlockTransform.Side), (b % columns * BlockTransform.Side) + (n % BlockTransform.Side));
                block[n] = samples[(y * stride) + x];
            }

            BlockTransform.Forward(block);
        });
        return coefficients;
    }

    /// <summary>Blocks of changes back to the picture: every pixel of a stored sample changes alike.</summary>
    private float[] Spread(float[] blocks)
    {
        var plane = new float[height * width];
        for (var p = 0; p < plane.Length; p++)
        {
            var (y, x) = (p / width / stored.StepY, p % width / stored.StepX);
            var b = (y / BlockTransform.Side * columns) + (x / BlockTransform.Side);
            plane[p] = blocks[(b * BlockTransform.Length) + (y % BlockTransform.Side * BlockTransform.Side) + (x % BlockTransform.Side)];
        }

        return plane;
    }
}
