using System.Numerics.Tensors;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Support;

/// <summary>Frames of a smooth texture that moves by known fractions of a pixel, with grain and light as asked.</summary>
internal static class Reel
{
    public const int Height = 96;
    public const int Width = 128;

    /// <param name="right">How far the content has moved to the right, pixels.</param>
    /// <param name="down">And down.</param>
    public static ImageTensor Clean(double right, double down)
    {
        var frame = new ImageTensor(3, Height, Width);
        for (var n = 0; n < frame.Data.Length; n++)
        {
            var (c, y, x) = (n / frame.PlaneLength, (n / Width % Height) - down, (n % Width) - right);
            frame.Data[n] = (float)(0.5
                + (0.12 * Math.Sin((x / 4.1) + (y / 9.7) + c)) + (0.12 * Math.Cos((y / 3.7) - (x / 13.3))) + (0.1 * Math.Sin((x * y / 900) + (x / 23.0))));
        }

        return frame;
    }

    public static ImageTensor Worn(ImageTensor clean, int index, double sigma = 0.05, float light = 1)
    {
        var (worn, grain) = (clean.Clone(), new ImageTensor(3, clean.Height, clean.Width));
        new PhiloxNoise(11).Fill(grain, NoiseUse.Start, index);
        TensorPrimitives.Multiply(worn.Data, light, worn.Data);
        TensorPrimitives.MultiplyAdd(grain.Data, (float)sigma, worn.Data, worn.Data);
        return worn;
    }
}
