namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>From pixels of a component to the samples that a JPEG stores: averages where the colour was halved.</summary>
internal static class StoredSamples
{
    private const int Rounds = 24;

    /// <summary>The encoder's way: the mean over each sample's pixels, the last row and column repeated to fill blocks.</summary>
    public static float[] Average(float[] plane, int height, int width, JpegComponent stored, int rows, int columns)
    {
        var samples = new float[rows * columns];
        for (var n = 0; n < samples.Length; n++)
        {
            var (y, x, sum) = (n / columns * stored.StepY, n % columns * stored.StepX, 0f);
            for (var k = 0; k < stored.StepY * stored.StepX; k++)
            {
                var (row, column) = (Math.Min(y + (k / stored.StepX), height - 1), Math.Min(x + (k % stored.StepX), width - 1));
                sum += plane[(row * width) + column];
            }

            samples[n] = sum / (stored.StepY * stored.StepX);
        }

        return samples;
    }

    /// <summary>
    /// The samples behind a decoded plane. Decoders enlarge halved colour with a triangle filter, so that averaging gives the
    /// samples blurred by 1/8, 3/4, 1/8 along each halved side; a few rounds of correction take that blur off again.
    /// </summary>
    public static float[] Recover(float[] decoded, int height, int width, JpegComponent stored, int rows, int columns)
    {
        var blurred = Average(decoded, height, width, stored, rows, columns);
        if (stored is { StepX: 1, StepY: 1 })
        {
            return blurred;
        }

        var samples = (float[])blurred.Clone();
        for (var round = 0; round < Rounds; round++)
        {
            var again = Blur(samples, rows, columns, stored);
            for (var n = 0; n < samples.Length; n++)
            {
                samples[n] += blurred[n] - again[n];
            }
        }

        return samples;
    }

    private static float[] Blur(float[] samples, int rows, int columns, JpegComponent stored)
    {
        var across = stored.StepX == 1 ? samples : Smooth(samples, n => (n % columns) switch
        {
            0 => (n, n + 1),
            var x when x == columns - 1 => (n - 1, n),
            _ => (n - 1, n + 1),
        });
        return stored.StepY == 1 ? across : Smooth(across, n => (n / columns) switch
        {
            0 => (n, n + columns),
            var y when y == rows - 1 => (n - columns, n),
            _ => (n - columns, n + columns),
        });
    }

    private static float[] Smooth(float[] samples, Func<int, (int Before, int After)> neighbours)
    {
        var smooth = new float[samples.Length];
        for (var n = 0; n < smooth.Length; n++)
        {
            var (before, after) = neighbours(n);
            smooth[n] = (0.75f * samples[n]) + (0.125f * (samples[before] + samples[after]));
        }

        return smooth;
    }
}
