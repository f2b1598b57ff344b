namespace BirD.Restoration.Degradations;

/// <summary>Second moments of a centred kernel of sum 1, pixels.</summary>
/// <param name="Longest">Standard deviation along its longest axis; a uniform stroke of length n has n / 3.46.</param>
/// <param name="Shortest">Standard deviation across.</param>
/// <param name="Angle">Direction of the longest axis, radians from the x axis towards y.</param>
public readonly record struct KernelMoments(double Longest, double Shortest, double Angle)
{
    public static KernelMoments Of(DegradationKernel kernel)
    {
        var half = kernel.Size / 2;
        var (yy, xx, xy) = (0.0, 0.0, 0.0);
        for (var n = 0; n < kernel.Size * kernel.Size; n++)
        {
            var (y, x, w) = ((n / kernel.Size) - half, (n % kernel.Size) - half, kernel.Weights[n]);
            (yy, xx, xy) = (yy + (w * y * y), xx + (w * x * x), xy + (w * x * y));
        }

        var (mean, spread) = ((yy + xx) / 2, Math.Sqrt(((yy - xx) * (yy - xx) / 4) + (xy * xy)));
        return new KernelMoments(Math.Sqrt(mean + spread), Math.Sqrt(Math.Max(mean - spread, 1e-3)), Math.Atan2(2 * xy, xx - yy) / 2);
    }
}
