using BirD.Restoration.Tensors;

namespace BirD.Restoration.Metrics;

/// <summary>How near one picture is to another, in double arithmetic.</summary>
/// <remarks>Pictures must have the same shape. <c>dataRange</c> is the span of possible values: 1 for [0,1].</remarks>
public static class ImageMetrics
{
    /// <summary>Mean squared difference over all samples and channels, in squared units of the values.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double MeanSquaredError(ImageTensor a, ImageTensor b)
    {
        RequireSameShape(a, b);
        return MeanSquaredError(Doubles.From(a.Data), Doubles.From(b.Data));
    }

    /// <summary>Peak signal-to-noise ratio in decibels; positive infinity for equal pictures.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Psnr(ImageTensor a, ImageTensor b, double dataRange = 1) =>
        ToDecibels(MeanSquaredError(a, b), dataRange);

    /// <summary>Structural similarity, at most 1; for RGB the mean of the three channels' values.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than the window.</exception>
    public static double Ssim(ImageTensor a, ImageTensor b, SsimWindow? window = null, double dataRange = 1)
    {
        RequireSameShape(a, b);
        var sum = 0.0;
        for (var channel = 0; channel < a.Channels; channel++)
        {
            sum += SsimOfChannel(a, b, channel, window, dataRange);
        }

        return sum / a.Channels;
    }

    /// <summary>Structural similarity of one channel.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a side is shorter than the window.</exception>
    public static double SsimOfChannel(
        ImageTensor a, ImageTensor b, int channel, SsimWindow? window = null, double dataRange = 1)
    {
        RequireSameShape(a, b);
        return SsimFilter.Mean(
            Doubles.From(a.Plane(channel)), Doubles.From(b.Plane(channel)), a.Width, a.Height,
            window ?? SsimWindow.Gaussian11, dataRange);
    }

    /// <summary>PSNR of the luma, 0.299 R + 0.587 G + 0.114 B, in decibels.</summary>
    /// <exception cref="ArgumentException">The shapes differ or are not RGB.</exception>
    public static double LumaPsnr(ImageTensor a, ImageTensor b, double dataRange = 1)
    {
        RequireSameShape(a, b);
        return ToDecibels(MeanSquaredError(Doubles.Luma(a), Doubles.Luma(b)), dataRange);
    }

    /// <summary>Structural similarity of the luma.</summary>
    /// <exception cref="ArgumentException">The shapes differ, are not RGB, or a side is shorter than the window.</exception>
    public static double LumaSsim(ImageTensor a, ImageTensor b, SsimWindow? window = null, double dataRange = 1)
    {
        RequireSameShape(a, b);
        return SsimFilter.Mean(
            Doubles.Luma(a), Doubles.Luma(b), a.Width, a.Height, window ?? SsimWindow.Gaussian11, dataRange);
    }

    private static double MeanSquaredError(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum / a.Length;
    }

    private static double ToDecibels(double meanSquaredError, double dataRange) =>
        10 * Math.Log10(dataRange * dataRange / meanSquaredError);

    private static void RequireSameShape(ImageTensor a, ImageTensor b)
    {
        if (!a.SameShape(b))
        {
            throw new ArgumentException(
                $"Pictures of {a.Channels} x {a.Height} x {a.Width} and {b.Channels} x {b.Height} x {b.Width} "
                + "cannot be compared.");
        }
    }
}
