using System.Globalization;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Onnx.Proto;

namespace BirD.Restoration.Priors.Import;

/// <summary>The prior contract's metadata of an imported model.</summary>
internal static class ContractMetadata
{
    public static IEnumerable<StringStringEntryProto> Write(
        GuidedDiffusionConfig config, ImportOptions options, string checkpoint, string sourceSha256, string? externalSha256)
    {
        var known = KnownCheckpoint.Find(sourceSha256);
        var entries = new Dictionary<string, string>
        {
            [PriorMetadata.Contract] = PriorMetadata.ContractVersion,
            [PriorMetadata.Name] = options.Name ?? known?.Name ?? Path.GetFileNameWithoutExtension(checkpoint),
            [PriorMetadata.Version] = options.Version,
            [PriorMetadata.Licence] = options.Licence ?? known?.Licence ?? "Unknown: see where the checkpoint was published",
            [PriorMetadata.Prediction] = PriorMetadata.Word(PredictionType.Epsilon),
            [PriorMetadata.Variance] = config.LearnedVariance ? PriorMetadata.VarianceLearnedRange : PriorMetadata.VarianceNone,
            [PriorMetadata.Schedule] = PriorMetadata.LinearSchedule,
            [PriorMetadata.ScheduleSteps] = Number(options.ScheduleSteps),
            [PriorMetadata.ScheduleBetaStart] = Number(options.BetaStart),
            [PriorMetadata.ScheduleBetaEnd] = Number(options.BetaEnd),
            [PriorMetadata.SizeMultiple] = Number(config.SizeMultiple),
            [PriorMetadata.NativeSize] = (options.NativeSize ?? known?.NativeSize) is { } side ? Number(side) : PriorMetadata.AnySize,
            [PriorMetadata.TileOverlap] = Number(options.TileOverlap),
            [PriorMetadata.ValueRange] = PriorMetadata.SymmetricRange,
            [PriorMetadata.SourceSha256] = sourceSha256,
            [PriorMetadata.SourceArchitecture] = $"guided-diffusion: {config.Describe()}",
        };
        if (externalSha256 is not null)
        {
            entries.Add(PriorMetadata.ExternalDataSha256, externalSha256);
        }

        return entries.Select(e => new StringStringEntryProto { Key = e.Key, Value = e.Value });
    }

    private static string Number(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
