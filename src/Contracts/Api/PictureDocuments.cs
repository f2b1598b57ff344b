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
}
