namespace BirD.Restoration.Degradations;

/// <summary>One k x k filter per channel, applied as a cross-correlation without mixing channels (paper section 3, K).</summary>
/// <remarks>
/// A person never sees one as it is here: files, settings, reports and pages hold point spread functions (y = x convolved with k), as the
/// rest of the world does. <see cref="OfPointSpread"/> and <see cref="PointSpread"/> are the only ways in and out.
/// </remarks>
public sealed class DegradationKernel
{
    /// <param name="channels">Filters, 1 or 3; one filter serves every channel.</param>
    /// <param name="size">Side k, odd.</param>
    /// <param name="weights">channels x k x k, row-major; wrapped, not copied.</param>
    public DegradationKernel(int channels, int size, float[] weights)
    {
        if (size < 1 || size % 2 == 0)
        {
            throw new ArgumentException($"A kernel side must be odd and positive, not {size}.", nameof(size));
        }

        if (weights.Length != channels * size * size)
        {
            throw new ArgumentException($"{weights.Length} weights do not fill {channels} x {size} x {size}.", nameof(weights));
        }

        (Channels, Size, Weights) = (channels, size, weights);
    }

    /// <summary>One filter for every channel from a point spread function, row-major, odd square; copied.</summary>
    public static DegradationKernel OfPointSpread(float[] weights) => new DegradationKernel(1, (int)Math.Sqrt(weights.Length), weights).Flipped();

    public int Channels { get; }

    /// <summary>Side k in pixels.</summary>
    public int Size { get; }

    public float[] Weights { get; }

    public ReadOnlySpan<float> Filter(int channel) =>
        Weights.AsSpan((Channels == 1 ? 0 : channel) * Size * Size, Size * Size);

    /// <summary>DC gain of a channel; 1 preserves brightness.</summary>
    public double Sum(int channel)
    {
        var sum = 0.0;
        foreach (var w in Filter(channel))
        {
            sum += w;
        }

        return sum;
    }

    /// <summary>Largest |DC gain| over the channels, which bounds the stable guidance scale.</summary>
    public double MaxSum() => Enumerable.Range(0, Channels).Max(c => Math.Abs(Sum(c)));

    public DegradationKernel Clone() => new(Channels, Size, (float[])Weights.Clone());

    /// <summary>A channel's filter as the point spread function that a person is shown: what a point of light becomes. Row-major, a copy.</summary>
    public float[] PointSpread(int channel)
    {
        var weights = Filter(channel).ToArray();
        weights.AsSpan().Reverse();
        return weights;
    }

    /// <summary>The same filters rotated by 180 degrees: the adjoint of the correlation.</summary>
    public DegradationKernel Flipped()
    {
        var flipped = (float[])Weights.Clone();
        for (var c = 0; c < Channels; c++)
        {
            flipped.AsSpan(c * Size * Size, Size * Size).Reverse();
        }

        return new DegradationKernel(Channels, Size, flipped);
    }
}
