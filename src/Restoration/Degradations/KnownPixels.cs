using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations;

/// <summary>Which pixels of a picture were observed: the hard mask of the distance loss.</summary>
public sealed class KnownPixels
{
    private readonly float[] weights;

    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="weights">H x W, 1 where observed, 0 where missing; wrapped, not copied.</param>
    /// <exception cref="ArgumentException">The length does not fit, or a weight is neither 0 nor 1.</exception>
    public KnownPixels(int height, int width, float[] weights)
    {
        if (weights.Length != height * width || weights.Any(w => w is not (0f or 1f)))
        {
            throw new ArgumentException($"A mask of {height} x {width} zeros and ones is wanted.", nameof(weights));
        }

        (Height, Width, this.weights) = (height, width, weights);
        MissingCount = weights.Count(w => w == 0);
    }

    public int Height { get; }

    public int Width { get; }

    /// <summary>H x W, 1 where observed, 0 where missing.</summary>
    public ReadOnlySpan<float> Weights => weights;

    public int MissingCount { get; }

    /// <summary>Missing share of the area, 0 to 1.</summary>
    public double MissingShare => (double)MissingCount / weights.Length;

    public bool IsKnown(int index) => weights[index] != 0;

    /// <summary>Indices of the missing pixels, ascending.</summary>
    public int[] MissingIndices() => [.. Enumerable.Range(0, weights.Length).Where(n => weights[n] == 0)];

    /// <summary>Replaces the known pixels of every channel of <paramref name="target"/> by those of <paramref name="source"/>, whose only plane serves them all if it has one.</summary>
    public void CopyKnown(ImageTensor source, ImageTensor target)
    {
        for (var c = 0; c < target.Channels; c++)
        {
            var from = source.Plane(source.Channels == 1 ? 0 : c);
            var to = target.Plane(c);
            for (var n = 0; n < weights.Length; n++)
            {
                to[n] = weights[n] != 0 ? from[n] : to[n];
            }
        }
    }

    /// <summary>Multiplies every channel by the weights: the adjoint of looking through the mask, which is itself.</summary>
    public void ZeroMissing(ImageTensor picture)
    {
        for (var c = 0; c < picture.Channels; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(picture.Plane(c), weights, picture.Plane(c));
        }
    }
}
