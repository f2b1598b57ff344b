using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Where a picture can teach a blur: not where light was cut off at white, nor as far around as a blur carries it.</summary>
internal static class UsablePixels
{
    /// <summary>White as cameras and scanners cut it off, [0,1].</summary>
    private const float White = 252f / 255;

    /// <summary>With more left out than this, paper is white and not cut off, and everything is looked at.</summary>
    private const double MostLeftOut = 0.3;

    /// <param name="picture">[0,1], 1 or 3 channels.</param>
    /// <param name="reach">How far a blur carries light, pixels.</param>
    /// <returns>One plane, 1 where a pixel is usable and 0 where not; null when all are, or almost none would be.</returns>
    public static ImageTensor? Of(ImageTensor picture, int reach)
    {
        var (height, width) = (picture.Height, picture.Width);
        var white = new bool[picture.PlaneLength];
        for (var n = 0; n < picture.Data.Length; n++)
        {
            white[n % white.Length] |= picture.Data[n] >= White;
        }

        if (!white.Contains(true))
        {
            return null;
        }

        var spread = Spread(Spread(white, width, 1, width, height, reach), height, width, 1, width, reach);
        return spread.Count(w => w) > MostLeftOut * spread.Length
            ? null
            : new ImageTensor(1, height, width, [.. spread.Select(w => w ? 0f : 1f)]);
    }

    /// <summary>Along lines of <paramref name="length"/> pixels that are <paramref name="step"/> apart, true within reach of true.</summary>
    private static bool[] Spread(bool[] from, int length, int step, int lineStep, int lines, int reach)
    {
        var to = new bool[from.Length];
        Parallel.For(0, lines, line =>
        {
            var last = int.MinValue / 2;
            for (var n = 0; n < length + reach; n++)
            {
                last = n < length && from[(line * lineStep) + (n * step)] ? n : last;
                if (n >= reach)
                {
                    to[(line * lineStep) + ((n - reach) * step)] = n - last <= 2 * reach;
                }
            }
        });
        return to;
    }
}
