using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The part of a large picture with the most edges to learn from.</summary>
internal static class BusiestWindow
{
    private const int Positions = 3;

    /// <returns>The picture itself when it is no larger than the window.</returns>
    public static ImageTensor Cut(ImageTensor grey, int side)
    {
        var (h, w) = (Math.Min(side, grey.Height), Math.Min(side, grey.Width));
        if (h == grey.Height && w == grey.Width)
        {
            return grey;
        }

        return Enumerable.Range(0, Positions * Positions)
            .Select(n => Crop(grey, (grey.Height - h) * (n / Positions) / (Positions - 1), (grey.Width - w) * (n % Positions) / (Positions - 1), h, w))
            .MaxBy(EdgeEnergy)!;
    }

    public static ImageTensor Crop(ImageTensor grey, int y0, int x0, int height, int width)
    {
        var crop = new ImageTensor(1, height, width);
        for (var y = 0; y < height; y++)
        {
            grey.Data.AsSpan(((y0 + y) * grey.Width) + x0, width).CopyTo(crop.Data.AsSpan(y * width));
        }

        return crop;
    }

    /// <summary>Sum of squared differences.</summary>
    public static double EdgeEnergy(ImageTensor grey)
    {
        var (x, y) = EdgePrediction.Differences(grey);
        return x.Data.Sum(v => (double)v * v) + y.Data.Sum(v => (double)v * v);
    }
}
