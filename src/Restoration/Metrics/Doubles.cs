using BirD.Restoration.Tensors;

namespace BirD.Restoration.Metrics;

/// <summary>Widens samples: variances of 16-bit values lose half their digits in float.</summary>
internal static class Doubles
{
    public static double[] From(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    /// <exception cref="ArgumentException">Not three channels.</exception>
    public static double[] Luma(ImageTensor image)
    {
        if (image.Channels != 3)
        {
            throw new ArgumentException($"Luma is of RGB; the picture has {image.Channels} channel(s).", nameof(image));
        }

        var r = image.Plane(0);
        var g = image.Plane(1);
        var b = image.Plane(2);
        var luma = new double[image.PlaneLength];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = (0.299 * r[i]) + (0.587 * g[i]) + (0.114 * b[i]);
        }

        return luma;
    }
}
