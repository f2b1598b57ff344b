using System.Numerics.Tensors;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Estimation;

/// <summary>How well a blur explains a picture's power spectrum, whatever the sharp picture was.</summary>
/// <remarks>
/// Sharp photographs have power that falls as a power of the frequency; a blur multiplies it by its own and noise adds a floor.
/// Under a Gaussian prior with that spectrum the likelihood of a kernel has a closed form in which the sharp picture is
/// integrated out, so it has no liking for "no blur". The rings of a disc's spectrum, which edges hardly show, decide here.
/// </remarks>
internal sealed class SpectralEvidence
{
    /// <summary>Side of the tiles whose spectra are averaged, pixels.</summary>
    private const int Side = 128;

    /// <summary>Below this the spectrum is the scene's own, cycles per pixel.</summary>
    private const float LowestFrequency = 0.06f;

    /// <summary>Above this a JPEG's borders between blocks stand out of a blurred picture that has no power left there.</summary>
    private const float HighestFrequency = 0.35f;

    /// <summary>Exponents of the fall of power that photographs have.</summary>
    private static readonly float[] Exponents = [1.2f, 1.6f, 2, 2.4f, 2.8f, 3.2f];

    /// <summary>Natural logarithm of the amplitude, tried around a first guess.</summary>
    private const double AmplitudeRange = 3;

    private const double AmplitudeStep = 0.6;

    /// <summary>
    /// Power of the floor over that of the noise that smooth places show: a JPEG's error is several times as strong where there
    /// is something to see (measured: quality 75 to 95).
    /// </summary>
    private static readonly float[] Floors = [1, 4, 16, 64];

    /// <summary>The same in steps of 1.5 dB.</summary>
    private static readonly float[] FineFloors = [.. Enumerable.Range(0, 13).Select(n => MathF.Pow(2, n / 2f))];

    /// <summary>
    /// Floor over noise, standard deviations, from which an error is no white noise: pictures with white noise measured 0.8 to 1.7
    /// (motion of one in twelve 2.4), JPEGs of quality 95 and below 2 to 8 (docs/adr/0013).
    /// </summary>
    private const double LeastStructure = 1.9;

    /// <summary>
    /// The error of one channel over the floor of their mean: a deconvolution that took JPEGs' error for this gained most
    /// (measured: 1.7 to 2.5).
    /// </summary>
    private const double ChannelShare = 2;

    private readonly PlaneFft fft = new(Side, Side);
    private readonly int[] bins;
    private readonly float[] logFrequency;
    private readonly float[] power;
    private readonly float noise;

    private SpectralEvidence(ImageTensor grey)
    {
        bins = [.. Enumerable.Range(0, Side * Side).Where(n => n / Side <= Side / 2 && FrequencyOf(n) is > LowestFrequency and < HighestFrequency)];
        logFrequency = [.. bins.Select(n => MathF.Log(FrequencyOf(n)))];
        power = Average(grey);
        noise = (float)Math.Pow(Math.Max(NoiseEstimator.Estimate(grey), KernelEstimator.LeastNoise / 4), 2);
    }

    /// <summary>Reads a picture's spectrum; null when it is smaller than a tile.</summary>
    /// <param name="grey">One plane, [0,1].</param>
    public static SpectralEvidence? Read(ImageTensor grey) => Math.Min(grey.Height, grey.Width) < Side ? null : new SpectralEvidence(grey);

    /// <summary>Log-likelihood of a blur per frequency, nats, up to a constant of the picture; the greater, the better.</summary>
    public double Of(DegradationKernel kernel) => Explain(kernel, Floors).Evidence;

    /// <summary>
    /// The error that shows where this blur has left nothing of the picture, when it is more than the noise of smooth places:
    /// a JPEG's, in whatever format the picture is now.
    /// </summary>
    /// <returns>Standard deviation, [0,1] units; 0 when white noise explains what is there.</returns>
    public double ErrorUnder(DegradationKernel kernel)
    {
        var floor = Math.Sqrt(Explain(kernel, FineFloors).Floor);
        return floor > LeastStructure * Math.Sqrt(noise) ? ChannelShare * floor : 0;
    }

    private (double Evidence, float Floor) Explain(DegradationKernel kernel, float[] floors)
    {
        var blur = Transfer(kernel);
        var (model, log, best) = (new float[bins.Length], new float[bins.Length], (Evidence: double.NegativeInfinity, Floor: noise));
        foreach (var exponent in Exponents)
        {
            TensorPrimitives.Multiply(logFrequency, -exponent, model);
            TensorPrimitives.Exp(model, model);
            TensorPrimitives.Multiply(model, blur, model);
            foreach (var floor in floors)
            {
                var evidence = BestAmplitude(model, floor * noise, log);
                best = evidence > best.Evidence ? (evidence, floor * noise) : best;
            }
        }

        return best;
    }

    private double BestAmplitude(float[] model, float floor, float[] scratch)
    {
        var guess = Math.Log(Math.Max(TensorPrimitives.Sum(power) - (floor * power.Length), 1e-9) / TensorPrimitives.Sum(model));
        var best = double.NegativeInfinity;
        for (var amplitude = guess - AmplitudeRange; amplitude <= guess + AmplitudeRange; amplitude += AmplitudeStep)
        {
            best = Math.Max(best, LogLikelihood(model, (float)Math.Exp(amplitude), floor, scratch));
        }

        return best;
    }

    /// <summary>Powers of Gaussian coefficients are exponentially distributed around their expectation.</summary>
    private double LogLikelihood(float[] model, float amplitude, float floor, float[] expected)
    {
        TensorPrimitives.Multiply(model, amplitude, expected);
        TensorPrimitives.Add(expected, floor, expected);
        var sum = 0.0;
        for (var n = 0; n < expected.Length; n++)
        {
            sum += power[n] / expected[n];
        }

        TensorPrimitives.Log(expected, expected);
        return -(sum + TensorPrimitives.Sum(expected)) / expected.Length;
    }

    /// <summary>Squared magnitude of the kernel's transform at the bins.</summary>
    private float[] Transfer(DegradationKernel kernel)
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

    /// <summary>Mean power of overlapping tiles, faded out towards their borders (Welch 1967), in units of white noise's variance.</summary>
    private float[] Average(ImageTensor grey)
    {
        var (sum, tiles) = (new float[bins.Length], 0);
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
