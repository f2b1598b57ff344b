using System.Text.Json.Nodes;

namespace BirD.Contracts.Api;

/// <summary>One picture of a job with everything that is known of it.</summary>
public sealed record PictureDocument
{
    public required ItemDocument Item { get; init; }

    /// <summary>The result's sidecar as written; null when there is no result yet.</summary>
    public JsonNode? Sidecar { get; init; }

    /// <summary>Why the picture was given up; null when it was not.</summary>
    public FailureDocument? Failure { get; init; }

    /// <summary>The decision in force on the picture; null when there is none.</summary>
    public DecisionDocument? Decision { get; init; }
}

/// <param name="Kind">keep-original: the original's bytes are, or are about to become, the result.</param>
/// <param name="By">Who decided.</param>
/// <param name="At">When.</param>
public sealed record DecisionDocument(string Kind, string By, DateTimeOffset At);

/// <summary>A picture in work, as far as it is.</summary>
/// <param name="Step">Diffusion steps behind it.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Kernel">The kernel as learned so far.</param>
/// <param name="GuidanceScale">Guidance scale over the steps so far; long runs are thinned out.</param>
/// <param name="Loss">Loss over the same steps.</param>
public sealed record WorkDocument(int Step, int Steps, KernelDocument Kernel, IReadOnlyList<float> GuidanceScale, IReadOnlyList<float> Loss);

/// <param name="Size">Side, pixels.</param>
/// <param name="Channels">One row-major kernel per channel, or one for all.</param>
public sealed record KernelDocument(int Size, IReadOnlyList<float[]> Channels);
