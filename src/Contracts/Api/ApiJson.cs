using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Contracts.Api;

/// <summary>The JSON of the API, the same for server and client.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(Page<JobDocument>))]
[JsonSerializable(typeof(Page<ItemDocument>))]
[JsonSerializable(typeof(Page<FailureDocument>))]
[JsonSerializable(typeof(PictureDocument))]
[JsonSerializable(typeof(WorkDocument))]
[JsonSerializable(typeof(TilesDocument))]
[JsonSerializable(typeof(CancelOrder))]
[JsonSerializable(typeof(RetryOrder))]
[JsonSerializable(typeof(RetryReply))]
[JsonSerializable(typeof(PriorityOrder))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(ItemEvent))]
[JsonSerializable(typeof(ClusterDocument))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(ProblemDocument))]
public sealed partial class ApiJson : JsonSerializerContext;

/// <summary>Enum members as lower-case words with hyphens; numbers are refused.</summary>
public sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
