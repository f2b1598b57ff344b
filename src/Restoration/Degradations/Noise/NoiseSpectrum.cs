namespace BirD.Restoration.Degradations.Noise;

/// <summary>Power of the noise by frequency, for light and the two colour differences (<see cref="OpponentColour"/>).</summary>
/// <param name="Power">3 x 8 x 8 variances of cosine coefficients, row-major, [0,1] units squared; white noise has the same everywhere.</param>
public sealed record NoiseSpectrum(double[] Power)
{
    public const int Side = 8;

    public const int PlaneLength = Side * Side;

    /// <summary>Least and largest sum of two frequencies (0 to 14) that tell most of the noise: below them lies shading, above what JPEG and lenses have emptied.</summary>
    internal const int BodyFrom = 2;

    internal const int BodyTo = 9;

    /// <summary>Sums of two frequencies from which they are called middle, and up to which.</summary>
    private const int MiddleFrom = 5;

    private const int MiddleTo = 9;

    /// <summary>Parts of white noise that texture does not reach are at most this much apart.</summary>
    private const double Apart = 1.5;

    /// <summary>Parts that a little texture does reach may be this much stronger.</summary>
    private const double Textured = 2;

    /// <summary>Standard deviation of the noise over all frequencies and planes, [0,1] units.</summary>
    public double Level => Math.Sqrt(Power.Average());

    /// <summary>Standard deviation at the strongest frequency, [0,1] units: from there a prior that expects white noise has to start.</summary>
    public double Peak => Math.Sqrt(Power.Max());

    /// <summary>
    /// Standard deviation by what texture reaches least, [0,1] units: the middle and fine frequencies of colour. That of white noise whatever is
    /// in the picture; of other noise not.
    /// </summary>
    public double WhiteLevel => Math.Sqrt((Mean(1, MiddleFrom, Side + Side - 2) + Mean(2, MiddleFrom, Side + Side - 2)) / 2);

    /// <summary>
    /// Whether the noise is as strong at all frequencies and in all colours. Only parts that a picture's texture hardly reaches have a
    /// say: where a picture has no flat place, texture stands in the lower frequencies of light, on top of white noise as well.
    /// </summary>
    /// <remarks>
    /// Measured on twelve Kodak pictures, crops of 256: with white noise of 8 and 25/255 the parts of colour differ by a
    /// factor of 1.2 at most and light's finest frequencies stand at 0.94 to 1.63 of them. Binned noise has parts 2.3 apart and more; grain, JPEG
    /// at 90 and four of five pictures with real noise have three times as much in light as in colour and more.
    /// </remarks>
    public bool IsWhite
    {
        get
        {
            double[] colour = [Mean(1, MiddleFrom, MiddleTo), Mean(1, MiddleTo + 1, Side + Side - 2), Mean(2, MiddleFrom, MiddleTo), Mean(2, MiddleTo + 1, Side + Side - 2)];
            var level = WhiteLevel * WhiteLevel;
            var (light, coarse) = (Mean(0, MiddleTo + 1, Side + Side - 2), Math.Max(Mean(1, 1, MiddleFrom - 1), Mean(2, 1, MiddleFrom - 1)));
            return colour.Max() < colour.Min() * Apart * Apart && light > level / (Apart * Apart)
                && light < level * Textured * Textured && coarse < level * Textured * Textured;
        }
    }

    /// <summary>Variance at a frequency, interpolated.</summary>
    /// <param name="plane">0 light, 1 and 2 colour.</param>
    /// <param name="v">Cycles a pixel along the columns, 0 to 0.5.</param>
    /// <param name="u">Cycles a pixel along the rows, 0 to 0.5.</param>
    public double At(int plane, double v, double u)
    {
        // Cosine k of 8 samples has k / 16 cycles a pixel.
        var (y, x) = (Math.Min(v * 16, Side - 1), Math.Min(u * 16, Side - 1));
        var (top, left) = (Math.Min((int)y, Side - 2), Math.Min((int)x, Side - 2));
        var (down, right) = (y - top, x - left);
        var at = (plane * PlaneLength) + (top * Side) + left;
        return ((1 - down) * (((1 - right) * Power[at]) + (right * Power[at + 1])))
            + (down * (((1 - right) * Power[at + Side]) + (right * Power[at + Side + 1])));
    }

    /// <summary>Mean variance of the frequencies whose sum lies in a range.</summary>
    internal double Mean(int plane, int from, int to)
    {
        var (sum, count) = (0.0, 0);
        for (var n = 0; n < PlaneLength; n++)
        {
            if ((n / Side) + (n % Side) is var order && order >= from && order <= to)
            {
                (sum, count) = (sum + Power[(plane * PlaneLength) + n], count + 1);
            }
        }

        return sum / count;
    }

    /// <summary>
    /// Each value the geometric mean of its neighbourhood: a few dozen blocks know single coefficients to a fifth only. The mean of a
    /// block, which is the picture's and not the noise's, is taken to be as noisy as the lowest frequencies.
    /// </summary>
    internal NoiseSpectrum Smoothed()
    {
        var smooth = new double[Power.Length];
        var own = (double[])Power.Clone();
        for (var plane = 0; plane < 3; plane++)
        {
            own[plane * PlaneLength] = (own[(plane * PlaneLength) + 1] + own[(plane * PlaneLength) + Side]) / 2;
        }

        for (var n = 0; n < own.Length; n++)
        {
            var (plane, y, x) = (n / PlaneLength, n % PlaneLength / Side, n % Side);
            var sum = 0.0;
            for (var near = 0; near < 9; near++)
            {
                var (ny, nx) = (Math.Clamp(y + (near / 3) - 1, 0, Side - 1), Math.Clamp(x + (near % 3) - 1, 0, Side - 1));
                sum += Math.Log(own[(plane * PlaneLength) + (ny * Side) + nx] + 1e-12);
            }

            smooth[n] = Math.Exp(sum / 9);
        }

        return new NoiseSpectrum(smooth);
    }
}
