using BirD.Restoration.Diagnosis;

namespace BirD.Restoration.Pipeline;

/// <summary>What was done to a picture: the part of the sidecar that the restoration knows.</summary>
public sealed record RestorationReport
{
    public required string Task { get; init; }

    public required string Profile { get; init; }

    public required string Guidance { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Diffusion steps taken; 0 when the picture was left alone.</summary>
    public required int Steps { get; init; }

    /// <summary>Why it were no more: "given", "residual", "rest" or "limit" (<see cref="Sampling.StopReason"/>), of the last region or sample; null when the picture was left alone.</summary>
    public string? StoppedBy { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int BitDepth { get; init; }

    /// <summary>Why the picture was left alone, or what limits the result; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Estimated or given noise standard deviation of the observation, [0,1] units.</summary>
    public double? NoiseSigma { get; init; }

    /// <summary>Width of the blur that was measured, pixels; null when it was not.</summary>
    public double? BlurSigma { get; init; }

    /// <summary>Exposure found, relative to a full one; null where light was not the task.</summary>
    public double? Exposure { get; init; }

    /// <summary>The fading that was undone; null where there was none.</summary>
    public ToneReport? Tone { get; init; }

    /// <summary>The noise where it was not taken to be white and even; null otherwise.</summary>
    public NoiseReport? NoiseSpectrum { get; init; }

    /// <summary>Frames of film that took part, this one included; null for a picture by itself.</summary>
    public int? Frames { get; init; }

    /// <summary>Factor that brought the frame to the light of its neighbours; null for a picture by itself.</summary>
    public double? Light { get; init; }

    /// <summary>Marks that were found without being told and filled; null when none was.</summary>
    public MarkReport? Marks { get; init; }

    /// <summary>Root mean square of re-degraded result minus observation, [0,1] units.</summary>
    public double? Residual { get; init; }

    /// <summary>How far the result can be trusted; null when nothing was restored.</summary>
    public RestorationConfidence? Confidence { get; init; }

    /// <summary>Samples whose mean is the result; 0 when the picture was left alone.</summary>
    public int Samples { get; init; }

    /// <summary>Mean over the picture of the samples' standard deviation, [0,1] units; null for one sample.</summary>
    public double? MeanUncertainty { get; init; }

    public int? KernelSize { get; init; }

    /// <summary>Final kernel as a point spread function, one row-major k x k array per channel.</summary>
    public IReadOnlyList<float[]>? Kernel { get; init; }

    /// <summary>Guidance scale used at each step (see docs/adr on its meaning by profile).</summary>
    public IReadOnlyList<double> GuidanceScale { get; init; } = [];

    /// <summary>Distance loss at each step: mean squared residual in [0,1] units.</summary>
    public IReadOnlyList<double> Loss { get; init; } = [];

    public required PriorReport Prior { get; init; }

    /// <summary>Device the steps ran on.</summary>
    public string Device { get; init; } = "";

    /// <summary>What the user should know about how the file was read or written.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Page by page, when the file has several; the other fields then tell of the first restored one.</summary>
    public IReadOnlyList<PageReport> Pages { get; init; } = [];
}

/// <summary>seen = veil + (1 - veil) result^density: applied to the result it gives the picture as it was found.</summary>
/// <param name="Veil">Of full light, 0 to 1.</param>
/// <param name="Density">Share left in red, green and blue.</param>
public sealed record ToneReport(double Veil, IReadOnlyList<double> Density);

/// <param name="Floor">What the calmest twentieth of the blocks has, middle frequencies of light, [0,1] units.</param>
/// <param name="Spread">Six tenths of the blocks over that: near 1 for noise, far above for texture.</param>
/// <param name="Peak">Standard deviation at the strongest frequency, [0,1] units.</param>
/// <param name="Range">Strongest over weakest noise by brightness.</param>
public sealed record NoiseReport(double Floor, double Spread, double Peak, double Range);

/// <param name="Name">Prior's own name.</param>
/// <param name="Sha256">Hash of its file.</param>
/// <param name="Version">Its version.</param>
public sealed record PriorReport(string Name, string Sha256, string Version);

/// <param name="Bright">Marks brighter than what they cover.</param>
/// <param name="Dark">Marks darker than what they cover.</param>
/// <param name="Share">Of the picture's area, 0 to 1.</param>
/// <param name="Confidence">Mean probability of the marks by area, 0 to 1.</param>
/// <param name="Doubtful">Further places that may be marks and were left as they are.</param>
public sealed record MarkReport(int Bright, int Dark, double Share, double Confidence, int Doubtful);

/// <param name="Page">From 1.</param>
/// <param name="Outcome">"restored" or "unchanged".</param>
/// <param name="Task">What was done.</param>
/// <param name="Reason">Why it was left alone; null otherwise.</param>
/// <param name="NoiseSigma">Noise of the page, [0,1] units.</param>
/// <param name="Residual">Root mean square of re-degraded result minus page, [0,1] units; null when left alone.</param>
public sealed record PageReport(int Page, string Outcome, string Task, string? Reason, double? NoiseSigma, double? Residual);
