using System.Text.Json.Serialization;
using BirD.Client.Bench.Damages;
using BirD.Client.Bench.Quality;

namespace BirD.Client.Bench.Reports;

/// <summary>Everything of one run: how it was made and what came out.</summary>
/// <param name="Command">The command line.</param>
/// <param name="Commit">Revision of the program.</param>
/// <param name="Machine">Processor and cores.</param>
/// <param name="Rows">Picture by picture.</param>
/// <param name="Means">Damage by damage.</param>
/// <param name="NotMeasured">What was asked for and couldn't be measured, with the reason.</param>
internal sealed record QualityDocument(
    string Command, string Commit, string Machine, QualityRow[] Rows, QualityRow[] Means, string[] NotMeasured);

/// <summary>A damage with the mean of its pictures.</summary>
internal sealed record QualitySection(Damage Damage, QualityRow Mean);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QualityRow))]
[JsonSerializable(typeof(QualityDocument))]
internal sealed partial class QualityJson : JsonSerializerContext;
