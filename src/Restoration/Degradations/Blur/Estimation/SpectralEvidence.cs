using System.Numerics.Tensors;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>How well a blur explains a picture's power spectrum, whatever the sharp picture was.</summary>
/// <remarks>
/// Sharp photographs have power that falls as a power of the frequency; a blur multiplies it by its own and noise adds a floor.
/// Under a Gaussian prior with that spectrum the likelihood of a kernel has a closed form in which the sharp picture is
/// integrated out, so it has no liking for "no blur". The rings of a disc's spectrum, which edges hardly show, decide here.
/// </remarks>
internal sealed class SpectralEvidence
{
    private const float HighestFrequency = 0.5f;

    /// <summary>Above this a JPEG's borders between blocks stand out of a blurred picture that has no power left there.</summary>
    private const float HighestStructuredFrequency = 0.35f;

    /// <summary>Exponents of the fall of power that photographs have.</summary>
    private static readonly float[] Exponents = [1.2f, 1.6f, 2, 2.4f, 2.8f, 3.2f];

    /// <summary>Power of the floor over that of the noise that smooth places show, where noise is white.</summary>
    private static readonly float[] WhiteFloor = [1];

    /// <summary>The same for a JPEG: its error is several times as strong where there is something to see (measured: quality 75 to 95).</summary>
    private static readonly float[] StructuredFloors = [1, 4, 16, 64];

    /// <summary>The same in steps of 1.5 dB.</summary>
    private static readonly float[] FineFloors = [.. Enumerable.Range(0, 13).Select(n => MathF.Pow(2, n / 2f))];

    /// <summary>
    /// Floor over noise, standard deviations, from which an error is no white noise: with white noise 1.0 to 2.0 was measured
    /// (2.4 once), JPEGs of quality 95 and below have 2 to 8 (docs/adr/0013).
    /// </summary>
    private const double LeastStructure = 1.9;

    /// <summary>
    /// The error of one channel over the floor of their mean: a deconvolution that took JPEGs' error for this gained most
    /// (measured: 1.7 to 2.5).
    /// </summary>
    private const double ChannelShare = 2;

    /// <summary>Natural logarithm of the amplitude, tried around a first guess.</summary>
    private const double AmplitudeRange = 3;

    private const double AmplitudeStep = 0.3;

    private readonly PowerSpectrum spectrum;
    private readonly float[] floors;
    private readonly float noise;

    private SpectralEvidence(PowerSpectrum spectrum, float[] floors, float noise) => (this.spectrum, this.floors, this.noise) = (spectrum, floors, noise);

    /// <summary>Reads a picture's spectrum; null when it is smaller than a tile.</summary>
    /// <param name="grey">One plane, [0,1].</param>
    /// <param name="likely">A kernel that may be right: it or some disc tells whether the noise is white.</param>
    public static SpectralEvidence? Read(ImageTensor grey, DegradationKernel likely)
    {
        if (Math.Min(grey.Height, grey.Width) < PowerSpectrum.Side)
        {
            return null;
        }

        var noise = (float)Math.Pow(Math.Max(NoiseEstimator.Estimate(grey), KernelEstimator.LeastNoise / 4), 2);
        var whole = PowerSpectrum.Of(grey, HighestFrequency);
        var structured = new SpectralEvidence(whole.Below(HighestStructuredFrequency), StructuredFloors, noise);
        var disc = SimpleBlur.Discs(likely.Size).Where((_, n) => n % 3 == 0).MaxBy(structured.Of);
        return structured.ErrorUnder(likely) > 0 && (disc is null || structured.ErrorUnder(disc) > 0)
            ? structured
            : new SpectralEvidence(whole, WhiteFloor, noise);
    }

    /// <summary>Log-likelihood of a blur per frequency, nats, up to a constant of the picture; the greater, the better.</summary>
    public double Of(DegradationKernel kernel) => Explain(kernel, floors).Evidence;

    /// <summary>
    /// The error that shows where this blur has left nothing of the picture, when it is more than the noise of smooth places:
    /// a JPEG's, in whatever format the picture is now.
    /// </summary>
    /// <returns>Standard deviation, [0,1] units; 0 when white noise explains what is there.</returns>
    public double ErrorUnder(DegradationKernel kernel)
    {
        if (ReferenceEquals(floors, WhiteFloor))
        {
            return 0;
        }

        var floor = Math.Sqrt(Explain(kernel, FineFloors).Floor);
        return floor > LeastStructure * Math.Sqrt(noise) ? ChannelShare * floor : 0;
    }

    private (double Evidence, float Floor) Explain(DegradationKernel kernel, float[] tried)
    {
        var blur = spectrum.Transfer(kernel);
        var (model, scratch, best) = (new float[blur.Length], new float[blur.Length], (Evidence: double.NegativeInfinity, Floor: noise));
        foreach (var exponent in Exponents)
        {
            TensorPrimitives.Multiply(spectrum.LogFrequency, -exponent, model);
            TensorPrimitives.Exp(model, model);
            TensorPrimitives.Multiply(model, blur, model);
            foreach (var floor in tried)
            {
                var evidence = BestAmplitude(model, floor * noise, scratch);
                best = evidence > best.Evidence ? (evidence, floor * noise) : best;
            }
        }

        return best;
    }

    private double BestAmplitude(float[] model, float floor, float[] scratch)
    {
        var excess = TensorPrimitives.Sum(spectrum.Power) - (floor * model.Length);
        var guess = Math.Log(Math.Max(excess, 1e-9) / TensorPrimitives.Sum(model));
        var (best, step) = (double.NegativeInfinity, ReferenceEquals(floors, WhiteFloor) ? AmplitudeStep : 2 * AmplitudeStep);
        for (var amplitude = guess - AmplitudeRange; amplitude <= guess + AmplitudeRange; amplitude += step)
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
            sum += spectrum.Power[n] / expected[n];
        }

        TensorPrimitives.Log(expected, expected);
        return -(sum + TensorPrimitives.Sum(expected)) / expected.Length;
    }
}
