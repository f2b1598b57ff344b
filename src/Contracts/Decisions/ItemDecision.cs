namespace BirD.Contracts.Decisions;

/// <summary>What a person decided about one picture.</summary>
/// <param name="Kind">What shall be done.</param>
/// <param name="By">Who decided, as the API knows the caller.</param>
/// <param name="InputSha256">
/// Hash of the original that was looked at: a decision does not carry over to another picture of the same name. Null holds for
/// whatever lies there, because nobody could read it.
/// </param>
[GenerateSerializer, Immutable, Alias("bird.item-decision.v1")]
public sealed record ItemDecision([property: Id(0)] DecisionKind Kind, [property: Id(1)] string By, [property: Id(2)] string? InputSha256 = null);

[GenerateSerializer, Alias("bird.decision-kind.v1")]
public enum DecisionKind
{
    /// <summary>The original's bytes take the result's place and stay there.</summary>
    KeepOriginal = 0,

    /// <summary>An earlier decision is taken back, and the picture is worked on again.</summary>
    RestoreAgain = 1,
}
