using BirD.Restoration.Tensors;

namespace BirD.Restoration.Metrics;

/// <summary>Takes exposure out of a comparison.</summary>
public static class ToneAlignment
{
    /// <summary>gain x picture + offset, one pair for all channels, as near to the truth as least squares can bring it.</summary>
    public static ImageTensor ToTruth(ImageTensor picture, ImageTensor truth)
    {
        var (p, t, pp, pt, count) = (0.0, 0.0, 0.0, 0.0, (double)picture.Data.Length);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            double x = picture.Data[n], y = truth.Data[n];
            (p, t, pp, pt) = (p + x, t + y, pp + (x * x), pt + (x * y));
        }

        var variance = pp - (p * p / count);
        var gain = variance > 0 ? (pt - (p * t / count)) / variance : 0;
        var offset = (t - (gain * p)) / count;
        var aligned = picture.Clone();
        for (var n = 0; n < aligned.Data.Length; n++)
        {
            aligned.Data[n] = (float)((gain * aligned.Data[n]) + offset);
        }

        return aligned;
    }
}
