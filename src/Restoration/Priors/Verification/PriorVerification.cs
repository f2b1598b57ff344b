using System.Numerics.Tensors;
using BirD.Restoration.Metrics;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Priors.Verification;

/// <summary>Whether a loaded prior keeps the contract's promises and is of use as a denoiser.</summary>
public static class PriorVerification
{
    /// <summary>The side that most priors were trained at; priors of fixed size take it in tiles.</summary>
    public const int SceneSide = 256;

    private const int Scenes = 3;

    /// <summary>Noise levels, standard deviation of values in [0,1].</summary>
    public static IReadOnlyList<double> Levels { get; } = [5 / 255.0, 15 / 255.0, 25 / 255.0, 50 / 255.0, 100 / 255.0];

    /// <summary>Evaluates the prior some dozens of times on drawn pictures.</summary>
    /// <param name="denoiser">Loaded; its signature is known to be right.</param>
    /// <param name="progress">Told each figure as it is known; may be null.</param>
    /// <param name="sceneSide">Side of the drawn pictures, pixels; smaller ones are faster and tell less.</param>
    /// <param name="cancellationToken">Stops between evaluations.</param>
    /// <exception cref="EngineException">The device failed while denoising, or memory is short.</exception>
    public static VerificationReport Run(
        IDenoiser denoiser, IProgress<NoiseFigure>? progress = null, int sceneSide = SceneSide, CancellationToken cancellationToken = default)
    {
        if (new ContractProbe(denoiser).FirstProblem(cancellationToken) is { } problem)
        {
            // Figures of a model that breaks its promises would mislead.
            return new VerificationReport(problem, []);
        }

        using var plain = new GaussianDenoiser();
        var (trial, reference) = (new DenoisingTrial(denoiser), new DenoisingTrial(plain));
        var figures = new List<NoiseFigure>();
        foreach (var sigma in Levels)
        {
            var runs = Enumerable.Range(1, Scenes).Select(n =>
            {
                var scene = TestScenes.Draw(n, sceneSide, sceneSide);
                var (noisy, denoised) = trial.Run(scene, sigma, (ulong)n, cancellationToken);
                var weightFree = reference.Run(scene, sigma, (ulong)n, cancellationToken).Denoised;
                return (noisy, denoised, weightFree, flat: ImageMetrics.Psnr(MeanColour(scene), scene));
            }).ToList();
            figures.Add(new NoiseFigure(
                sigma, runs.Average(r => r.noisy), runs.Average(r => r.denoised), runs.Average(r => r.weightFree), runs.Average(r => r.flat)));
            progress?.Report(figures[^1]);
        }

        return new VerificationReport(null, figures);
    }

    private static ImageTensor MeanColour(ImageTensor picture)
    {
        var flat = new ImageTensor(3, picture.Height, picture.Width);
        for (var c = 0; c < 3; c++)
        {
            flat.Plane(c).Fill(TensorPrimitives.Average<float>(picture.Plane(c)));
        }

        return flat;
    }
}

/// <summary>What a verification found.</summary>
/// <param name="Problem">The first broken promise of the contract, in words, or null.</param>
/// <param name="Figures">One per noise level; none when there is a problem.</param>
public sealed record VerificationReport(string? Problem, IReadOnlyList<NoiseFigure> Figures)
{
    public Verdict Verdict => Problem is not null ? Verdict.Unfit : Figures.Max(f => f.Verdict);
}
