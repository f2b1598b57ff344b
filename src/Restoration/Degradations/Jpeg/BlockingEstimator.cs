using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>How much stronger the steps at the borders of 8 x 8 blocks are than those inside: 1 without blocking.</summary>
public static class BlockingEstimator
{
    private const int Block = 8;

    /// <summary>Mean of the horizontal and the vertical ratio, over all channels; 1 for pictures too small to say.</summary>
    public static double Estimate(ImageTensor picture) => picture.Height < 3 * Block || picture.Width < 3 * Block
        ? 1
        : (Ratio(picture, 1, picture.Width, p => p % picture.Width) + Ratio(picture, picture.Width, picture.Height, p => p / picture.Width % picture.Height)) / 2;

    /// <summary>
    /// Second differences across a border against those in the block's middle: smooth shading cancels, texture counts
    /// alike in both.
    /// </summary>
    private static double Ratio(ImageTensor picture, int step, int length, Func<int, int> place)
    {
        var (border, inside) = (0.0, 0.0);
        for (var p = 0; p < picture.Data.Length; p++)
        {
            var at = place(p);
            if (at < Block || at >= length - Block || at % Block is not (0 or 4))
            {
                continue;
            }

            // The step from at - 1 to at beyond what its neighbours on both sides would lead one to expect.
            var jump = picture.Data[p] - picture.Data[p - step]
                - ((picture.Data[p - step] - picture.Data[p - (2 * step)] + picture.Data[p + step] - picture.Data[p]) / 2);
            if (at % Block == 0)
            {
                border += Math.Abs(jump);
            }
            else
            {
                inside += Math.Abs(jump);
            }
        }

        return inside > 0 ? border / inside : border > 0 ? double.PositiveInfinity : 1;
    }
}
