namespace BirD.Restoration.Priors.Onnx;

/// <summary>Names of the prior contract, version 1 (docs/prior-contract.md): tensors and <c>metadata_props</c> keys.</summary>
public static class PriorMetadata
{
    public const string ContractVersion = "1";

    public const string InputX = "x";
    public const string InputT = "t";

    public const string Contract = "bird.contract";
    public const string Name = "bird.name";
    public const string Version = "bird.version";
    public const string Licence = "bird.licence";
    public const string Prediction = "bird.prediction";
    public const string Variance = "bird.variance";
    public const string Schedule = "bird.schedule";
    public const string ScheduleSteps = "bird.schedule.steps";
    public const string ScheduleBetaStart = "bird.schedule.beta_start";
    public const string ScheduleBetaEnd = "bird.schedule.beta_end";
    public const string SizeMultiple = "bird.size_multiple";
    public const string NativeSize = "bird.native_size";
    public const string TileOverlap = "bird.tile_overlap";
    public const string ValueRange = "bird.value_range";

    /// <summary>Strongest noise that the model was trained for, standard deviation in codes of 255; optional.</summary>
    public const string MostNoise = "bird.noise.max";

    /// <summary>Lower-case hexadecimal SHA-256 of the checkpoint that a model was imported from; optional.</summary>
    public const string SourceSha256 = "bird.source.sha256";

    /// <summary>One line on the network, for people; optional.</summary>
    public const string SourceArchitecture = "bird.source.architecture";

    /// <summary>Lower-case hexadecimal SHA-256 of the external data file, when there is one; optional.</summary>
    public const string ExternalDataSha256 = "bird.external_data.sha256";

    public const string AnySize = "any";
    public const string LinearSchedule = "linear";
    public const string SymmetricRange = "-1,1";
    public const string VarianceNone = "none";
    public const string VarianceLearnedRange = "learned-range";

    /// <summary>The metadata word of a prediction type, which is also the name of the output tensor.</summary>
    public static string Word(PredictionType prediction) => prediction switch
    {
        PredictionType.Epsilon => "eps",
        PredictionType.X0 => "x0",
        PredictionType.Velocity => "v",
        _ => throw new ArgumentOutOfRangeException(nameof(prediction)),
    };
}
