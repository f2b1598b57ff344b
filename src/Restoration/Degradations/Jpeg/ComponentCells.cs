using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>The quantisation cells of one component: a box in coefficient space for every block.</summary>
internal sealed class ComponentCells
{
    private readonly int height;
    private readonly int width;
    private readonly JpegComponent stored;
    private readonly int rows;
    private readonly int columns;
    private readonly float[] centres;
    private readonly CellExpectation[] expectations;

    /// <param name="decoded">The component's plane, codes.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="stored">How the file stores it.</param>
    /// <param name="guessError">Standard deviation of the guesses that <see cref="Correction"/> will be asked about, codes.</param>
    public ComponentCells(float[] decoded, int height, int width, JpegComponent stored, double guessError)
    {
        (this.height, this.width, this.stored) = (height, width, stored);
        expectations = [.. stored.Quantiser.Select(divisor => new CellExpectation(divisor, guessError))];
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

    /// <summary>What must be added to a plane of the picture, codes, to bring its coefficients to where the file and that plane together put them.</summary>
    public float[] Correction(float[] plane)
    {
        var coefficients = Coefficients(StoredSamples.Average(plane, height, width, stored, rows * BlockTransform.Side, columns * BlockTransform.Side));
        Parallel.For(0, rows * columns, b =>
        {
            var block = coefficients.AsSpan(b * BlockTransform.Length, BlockTransform.Length);
            for (var n = 0; n < block.Length; n++)
            {
                var centre = centres[(b * BlockTransform.Length) + n];
                block[n] = centre + expectations[n].OffsetOf(block[n] - centre) - block[n];
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
