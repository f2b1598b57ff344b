namespace BirD.Contracts.Api;

/// <summary>Names of the server-sent events of a job.</summary>
public static class EventNames
{
    /// <summary>A picture reached its end; carries an <see cref="ItemEvent"/> and an id to resume after.</summary>
    public const string Item = "item";

    /// <summary>Now and then; carries a <see cref="JobDocument"/>.</summary>
    public const string Progress = "progress";

    /// <summary>The run ended, nothing follows; carries a <see cref="JobDocument"/>.</summary>
    public const string End = "end";
}

/// <summary>A picture reached its end in this run.</summary>
public sealed record ItemEvent
{
    /// <summary>1, 2, ... within a run.</summary>
    public required long Sequence { get; init; }

    public required string Input { get; init; }

    /// <summary>Below the job's output.</summary>
    public required string Output { get; init; }

    public required ItemPhase Status { get; init; }

    /// <summary>From lease to commit, device waiting included.</summary>
    public double Seconds { get; init; }

    public string? Message { get; init; }
}
