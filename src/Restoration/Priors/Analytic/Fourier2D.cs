using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace BirD.Restoration.Priors.Analytic;

/// <summary>Orthonormal two-dimensional Fourier transform of any size, in place, row-major.</summary>
/// <remarks>By rows and columns: the managed provider of MathNet has no multi-dimensional transform.</remarks>
internal static class Fourier2D
{
    public static void Forward(Complex[] data, int height, int width) =>
        Transform(data, height, width, static line => Fourier.Forward(line, FourierOptions.Default));

    public static void Inverse(Complex[] data, int height, int width) =>
        Transform(data, height, width, static line => Fourier.Inverse(line, FourierOptions.Default));

    private static void Transform(Complex[] data, int height, int width, Action<Complex[]> line)
    {
        var row = new Complex[width];
        for (var y = 0; y < height; y++)
        {
            data.AsSpan(y * width, width).CopyTo(row);
            line(row);
            row.CopyTo(data, y * width);
        }

        var column = new Complex[height];
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++)
            {
                column[y] = data[(y * width) + x];
            }

            line(column);
            for (var y = 0; y < height; y++)
            {
                data[(y * width) + x] = column[y];
            }
        }
    }
}
