namespace BirD.Restoration.Degradations.Downscale;

/// <summary>The filter before a decimation as a profile along one axis; its outer product is the kernel that is reported.</summary>
internal static class ReductionProfile
{
    /// <summary>Taps that a profile needs: a cubic filter's support, to the next odd number.</summary>
    public static int Length(int scale) => (4 * scale) + 1;

    /// <summary>The cubic (Catmull-Rom) anti-aliasing filter of the given scale, sum 1: between the sharper and the softer habits.</summary>
    public static float[] Cubic(int scale)
    {
        var length = Length(scale);
        var taps = Enumerable.Range(0, length)
            .Select(n => CatmullRom(Math.Abs(n - (length / 2) - Centre(scale)) / scale)).ToArray();
        var sum = taps.Sum();
        return [.. taps.Select(t => (float)(t / sum))];
    }

    /// <summary>The cubic of Keys (1981) with a = -1/2 at distance <paramref name="t"/>, 0 or more.</summary>
    public static double CatmullRom(double t) => t switch
    {
        < 1 => (1.5 * t * t * t) - (2.5 * t * t) + 1,
        < 2 => (-0.5 * t * t * t) + (2.5 * t * t) - (4 * t) + 2,
        _ => 0,
    };

    public static DegradationKernel ToKernel(float[] profile)
    {
        var (size, weights) = (profile.Length, new float[profile.Length * profile.Length]);
        for (var n = 0; n < weights.Length; n++)
        {
            weights[n] = profile[n / size] * profile[n % size];
        }

        return new DegradationKernel(1, size, weights);
    }

    /// <summary>The profile of a kernel that <see cref="ToKernel"/> made: its column sums, because the profile sums to 1.</summary>
    public static float[] FromKernel(DegradationKernel kernel)
    {
        var profile = new float[kernel.Size];
        for (var n = 0; n < kernel.Weights.Length; n++)
        {
            profile[n % kernel.Size] += kernel.Weights[n];
        }

        return profile;
    }

    /// <summary>Offset of the filter's centre from the middle tap: half a pixel for even scales.</summary>
    public static double Centre(int scale) => ((scale - 1) / 2.0) - ((scale - 1) / 2);
}
