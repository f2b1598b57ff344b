using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BirD.Restoration.Priors.Analytic;

/// <summary>Power spectrum of a stationary Gaussian prior: S(f) proportional to (f^2 + f0^2)^(-exponent/2), f in cycles per pixel.</summary>
/// <remarks>
/// Natural pictures follow about 1/f^2.2 (bird-algorithm, weight-free test oracle). f0 keeps the zero frequency
/// finite and makes the spectrum independent of the picture's size, so tiles and whole pictures share one prior.
/// </remarks>
/// <param name="exponent">Fall of the power with frequency.</param>
/// <param name="variance">Variance of one pixel and channel, clean range [-1,1].</param>
/// <param name="cornerFrequency">f0, cycles per pixel.</param>
public sealed class GaussianSpectrum(double exponent = 2.2, double variance = 0.25, double cornerFrequency = 1.0 / 256)
{
    /// <summary>Side of the grid on which the spectrum is scaled to the wanted variance.</summary>
    private const int CalibrationSide = 256;

    private readonly double _scale = variance * CalibrationSide * CalibrationSide / ShapeSum(exponent, cornerFrequency);

    /// <summary>S at <paramref name="row"/>, <paramref name="column"/> of an orthonormal <paramref name="height"/> x <paramref name="width"/> transform.</summary>
    public double Power(int row, int column, int height, int width) =>
        _scale * Shape(Frequency(row, height), Frequency(column, width), exponent, cornerFrequency);

    /// <summary>Lower-case hexadecimal SHA-256 of the parameters.</summary>
    public string Fingerprint()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"gaussian {exponent:R} {variance:R} {cornerFrequency:R}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static double Frequency(int index, int length) => (double)Math.Min(index, length - index) / length;

    private static double Shape(double fy, double fx, double exponent, double corner) =>
        Math.Pow((fy * fy) + (fx * fx) + (corner * corner), -exponent / 2);

    private static double ShapeSum(double exponent, double corner)
    {
        var sum = 0.0;
        for (var y = 0; y < CalibrationSide; y++)
        {
            for (var x = 0; x < CalibrationSide; x++)
            {
                sum += Shape(Frequency(y, CalibrationSide), Frequency(x, CalibrationSide), exponent, corner);
            }
        }

        return sum;
    }
}
