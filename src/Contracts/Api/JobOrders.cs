using System.Text.Json.Serialization;

namespace BirD.Contracts.Api;

/// <summary>How a job is ended.</summary>
/// <param name="Mode">abort: pictures in work are checkpointed and given back; finish-current: they are finished first.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelOrder(CancelWord Mode = CancelWord.Abort);

[JsonConverter(typeof(WordConverter<CancelWord>))]
public enum CancelWord
{
    Abort = 0,
    FinishCurrent = 1,
}

/// <param name="Class">Only failures of this class: input, transient, resource or poison. Default: all.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RetryOrder(string? Class = null);

/// <param name="Items">Pictures that will be tried again.</param>
public sealed record RetryReply(int Items);

/// <param name="Priority">Higher goes first; -100 to 100.</param>
/// <param name="MaxInFlight">Pictures in work at once; null for no limit.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PriorityOrder(int Priority, int? MaxInFlight = null);
