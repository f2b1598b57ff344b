using System.Numerics.Tensors;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Mean power of a picture by frequency, in units of white noise's variance (Welch 1967), above the scene's own lowest frequencies.</summary>
internal sealed class PowerSpectrum
{
    /// <summary>Side of the tiles whose spectra are averaged, pixels.</summary>
    public const int Side = 128;

    /// <summary>Below this the spectrum is the scene's own, cycles per pixel.</summary>
    private const float LowestFrequency = 0.06f;

    private readonly PlaneFft fft = new(Side, Side);
    private readonly int[] bins;

    private PowerSpectrum(int[] bins, float[] power) => (this.bins, Power, LogFrequency) = (bins, power, [.. bins.Select(n => MathF.Log(FrequencyOf(n)))]);

    /// <summary>By bin of half a plane of frequencies.</summary>
    public float[] Power { get; }

    /// <summary>Natural logarithm of the frequency, cycles per pixel, by bin.</summary>
    public float[] LogFrequency { get; }

    /// <param name="grey">One plane, [0,1], at least <see cref="Side"/> to each side.</param>
    /// <param name="highest">Cycles per pixel.</param>
    public static PowerSpectrum Of(ImageTensor grey, float highest)
    {
        var bins = Enumerable.Range(0, Side * Side).Where(n => n / Side <= Side / 2 && FrequencyOf(n) > LowestFrequency && FrequencyOf(n) < highest).ToArray();
        return new PowerSpectrum(bins, Average(grey, bins));
    }

    /// <summary>The same up to a lower frequency.</summary>
    public PowerSpectrum Below(float highest)
    {
        var kept = Enumerable.Range(0, bins.Length).Where(n => FrequencyOf(bins[n]) < highest).ToList();
        return new PowerSpectrum([.. kept.Select(n => bins[n])], [.. kept.Select(n => Power[n])]);
    }

    /// <summary>Squared magnitude of a kernel's transform, by bin.</summary>
    public float[] Transfer(DegradationKernel kernel)
    {
        var (plane, half) = (new ComplexPlane(Side, Side), kernel.Size / 2);
        for (var n = 0; n < kernel.Weights.Length; n++)
        {
            var (y, x) = ((n / kernel.Size) - half + Side, (n % kernel.Size) - half + Side);
            plane.Re[(y % Side * Side) + (x % Side)] = kernel.Weights[n];
        }

        var spectrum = fft.Forward(plane);
        return [.. bins.Select(n => (spectrum.Re[n] * spectrum.Re[n]) + (spectrum.Im[n] * spectrum.Im[n]))];
    }

    /// <summary>Overlapping tiles, faded out towards their borders.</summary>
    private static float[] Average(ImageTensor grey, int[] bins)
    {
        var (fft, sum, tiles) = (new PlaneFft(Side, Side), new float[bins.Length], 0);
        for (var top = 0; top <= grey.Height - Side; top += Side / 2)
        {
            for (var left = 0; left <= grey.Width - Side; left += Side / 2)
            {
                var spectrum = fft.Forward(Faded(grey, top, left));
                for (var n = 0; n < bins.Length; n++)
                {
                    var (re, im) = (spectrum.Re[bins[n]], spectrum.Im[bins[n]]);
                    sum[n] += (re * re) + (im * im);
                }

                tiles++;
            }
        }

        var energy = Enumerable.Range(0, Side).Sum(n => Fade(n) * Fade(n));
        TensorPrimitives.Multiply(sum, (float)(1 / (tiles * energy * energy)), sum);
        return sum;
    }

    private static ComplexPlane Faded(ImageTensor grey, int top, int left)
    {
        var (plane, mean) = (new ComplexPlane(Side, Side), 0.0);
        for (var n = 0; n < Side * Side; n++)
        {
            mean += At(n) / (Side * Side);
        }

        for (var n = 0; n < Side * Side; n++)
        {
            plane.Re[n] = (float)((At(n) - mean) * Fade(n / Side) * Fade(n % Side));
        }

        return plane;

        float At(int n) => grey.Data[((top + (n / Side)) * grey.Width) + left + (n % Side)];
    }

    private static double Fade(int n) => Math.Pow(Math.Sin(Math.PI * (n + 0.5) / Side), 2);

    private static float FrequencyOf(int bin)
    {
        var (a, b) = (Signed(bin / Side), Signed(bin % Side));
        return MathF.Sqrt((a * a) + (b * b)) / Side;

        static float Signed(int n) => n <= Side / 2 ? n : n - Side;
    }
}
