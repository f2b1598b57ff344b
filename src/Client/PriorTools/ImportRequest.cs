using BirD.Restoration.Priors.Import;

namespace BirD.Client.PriorTools;

/// <summary>What the user asked of <c>bird prior import</c>.</summary>
internal sealed record ImportRequest
{
    public required string Checkpoint { get; init; }

    /// <summary>Null installs the prior under its name.</summary>
    public string? Output { get; init; }

    /// <summary>Replace what is there.</summary>
    public bool Force { get; init; }

    public bool Json { get; init; }

    public required ImportOptions Options { get; init; }
}
