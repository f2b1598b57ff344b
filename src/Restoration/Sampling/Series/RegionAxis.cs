namespace BirD.Restoration.Sampling.Series;

/// <summary>One direction of a picture cut into overlapping stretches whose weights sum to 1 everywhere.</summary>
/// <remarks>
/// Where two stretches overlap, the outer part of each is not used at all: it has seen a border that the picture doesn't have.
/// Only in the middle of the overlap does one pass into the other.
/// </remarks>
internal sealed class RegionAxis
{
    /// <summary>Pixels at an inner border whose result isn't used.</summary>
    public const int Halo = 32;

    /// <summary>Pixels over which one stretch passes into the next.</summary>
    public const int Ramp = 32;

    public const int Overlap = (2 * Halo) + Ramp;

    /// <summary>Origins are multiples of this: of the blocks of a JPEG, of a prior's strides and of every scale.</summary>
    public const int Alignment = 48;

    private readonly int length;
    private readonly int side;
    private readonly int stride;

    /// <param name="length">Pixels.</param>
    /// <param name="side">Longest stretch, pixels; a multiple of <see cref="Alignment"/> and longer than twice the overlap.</param>
    public RegionAxis(int length, int side)
    {
        (this.length, this.side, stride) = (length, side, side - Overlap);
        Count = length <= side ? 1 : (length - Overlap + stride - 1) / stride;
    }

    public int Count { get; }

    public int Start(int index) => index * stride;

    public int Length(int index) => Math.Min(side, length - Start(index));

    /// <summary>Weight of a stretch at each of its pixels.</summary>
    public float[] Weights(int index)
    {
        var weights = new float[Length(index)];
        for (var i = 0; i < weights.Length; i++)
        {
            var enters = index == 0 ? 1 : Rise(i - Halo);
            var leaves = index == Count - 1 ? 0 : Rise(i - stride - Halo);
            weights[i] = enters - leaves;
        }

        return weights;
    }

    /// <summary>0 before the ramp, 1 behind it, half a cosine between; x and Ramp - 1 - x sum to 1.</summary>
    private static float Rise(int x) => x < 0 ? 0 : x >= Ramp ? 1 : (float)(0.5 - (0.5 * Math.Cos(Math.PI * (x + 0.5) / Ramp)));
}
