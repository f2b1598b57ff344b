namespace BirD.Contracts.Api;

/// <summary>Every error of the API (RFC 9457, application/problem+json).</summary>
public sealed record ProblemDocument
{
    /// <summary>"urn:bird:problem:" and a word of <see cref="ProblemTypes"/>; "about:blank" for plain HTTP errors.</summary>
    public string? Type { get; init; }

    public string? Title { get; init; }

    public int? Status { get; init; }

    /// <summary>What is wrong in this case, and what to do about it.</summary>
    public string? Detail { get; init; }
}

/// <summary>The kinds of problem that scripts can tell apart.</summary>
public static class ProblemTypes
{
    public const string Prefix = "urn:bird:problem:";
    public const string InvalidRequest = Prefix + "invalid-request";
    public const string InvalidPrefix = Prefix + "invalid-prefix";
    public const string UnknownRoot = Prefix + "unknown-root";
    public const string InputNotFound = Prefix + "input-not-found";
    public const string NoPreview = Prefix + "no-preview";
    public const string NoPictures = Prefix + "no-pictures";
    public const string PriorUnavailable = Prefix + "prior-unavailable";
    public const string UnknownJob = Prefix + "unknown-job";
    public const string JobConflict = Prefix + "job-conflict";
    public const string OutputInUse = Prefix + "output-in-use";
    public const string IdempotencyKeyReused = Prefix + "idempotency-key-reused";
    public const string Unauthenticated = Prefix + "unauthenticated";
    public const string Forbidden = Prefix + "forbidden";
    public const string TooManyRequests = Prefix + "too-many-requests";
    public const string StoreUnavailable = Prefix + "store-unavailable";
    public const string ClusterUnavailable = Prefix + "cluster-unavailable";
    public const string DamagedState = Prefix + "damaged-state";
}
