using System.Globalization;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Turns <c>metadata_props</c> into a <see cref="DenoiserInfo"/> and names the first entry that breaks the contract.</summary>
internal sealed class MetadataReader(string file, IReadOnlyDictionary<string, string> entries)
{
    public DenoiserInfo Read(string sha256)
    {
        Expect(PriorMetadata.Contract, PriorMetadata.ContractVersion);
        Expect(PriorMetadata.Schedule, PriorMetadata.LinearSchedule);
        Expect(PriorMetadata.ValueRange, PriorMetadata.SymmetricRange);
        var info = new DenoiserInfo
        {
            Name = Text(PriorMetadata.Name),
            Version = Text(PriorMetadata.Version),
            Licence = Text(PriorMetadata.Licence),
            Sha256 = sha256,
            Prediction = Prediction(),
            OutputChannels = OutputChannels(),
            SizeMultiple = Integer(PriorMetadata.SizeMultiple, 1, 4096),
            NativeSize = NativeSize(),
            TileOverlap = Integer(PriorMetadata.TileOverlap, 0, 4096),
            ScheduleSteps = Integer(PriorMetadata.ScheduleSteps, 1, 1_000_000),
            BetaStart = Beta(PriorMetadata.ScheduleBetaStart),
            BetaEnd = Beta(PriorMetadata.ScheduleBetaEnd),
            MostNoise = MostNoise(),
        };
        if (info.BetaStart > info.BetaEnd)
        {
            throw Broken(PriorMetadata.ScheduleBetaStart, "must not exceed bird.schedule.beta_end");
        }

        return info.NativeSize % info.SizeMultiple is null or 0
            ? info
            : throw Broken(PriorMetadata.NativeSize, "must be a multiple of bird.size_multiple");
    }

    private PredictionType Prediction() => Text(PriorMetadata.Prediction) switch
    {
        "eps" => PredictionType.Epsilon,
        "x0" => PredictionType.X0,
        "v" => PredictionType.Velocity,
        _ => throw Broken(PriorMetadata.Prediction, "must be eps, x0 or v"),
    };

    private int OutputChannels() => Text(PriorMetadata.Variance) switch
    {
        PriorMetadata.VarianceNone => 3,
        PriorMetadata.VarianceLearnedRange => 6,
        _ => throw Broken(PriorMetadata.Variance, "must be none or learned-range"),
    };

    private int? NativeSize() => Text(PriorMetadata.NativeSize) == PriorMetadata.AnySize
        ? null
        : Integer(PriorMetadata.NativeSize, 8, 16384);

    private string Text(string key) =>
        entries.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : throw new PriorException(
                $"'{file}' is an ONNX model but no BirD prior: its metadata lacks '{key}'. " +
                "Write the entries of docs/prior-contract.md into metadata_props, or use 'bird prior import' for a checkpoint.");

    private void Expect(string key, string wanted)
    {
        if (Text(key) != wanted)
        {
            throw Broken(key, $"must be '{wanted}'");
        }
    }

    private int Integer(string key, int least, int most) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Broken(key, $"must be an integer from {least} to {most}");

    private double Beta(string key) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1
            ? value
            : throw Broken(key, "must be a number between 0 and 1");

    private double? MostNoise() => !entries.ContainsKey(PriorMetadata.MostNoise) ? null
        : double.TryParse(Text(PriorMetadata.MostNoise), NumberStyles.Float, CultureInfo.InvariantCulture, out var codes) && codes is > 0 and <= 25500
            ? codes / 255
            : throw Broken(PriorMetadata.MostNoise, "must be a positive number of codes of 255");

    private PriorException Broken(string key, string rule) => new(
        $"'{file}' breaks the prior contract: metadata '{key}' is '{entries[key]}' and {rule}. Correct it and export the model again (docs/prior-contract.md).");
}
