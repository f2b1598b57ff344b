using System.Globalization;
using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Checkpointing;

/// <summary>A sampler state as bytes and back, exactly: float32 state, 16-bit codes of what is finished, float64 scalars, so that resuming changes nothing.</summary>
public static class CheckpointCodec
{
    private const string Format = "bird.checkpoint";
    private const int Version = 2;

    /// <param name="state">Of one step's end.</param>
    /// <param name="step">Steps taken.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="plan">What the run's plan was founded on, as text; null for none.</param>
    public static byte[] Write(SamplerState state, int step, CheckpointIdentity identity, string? plan = null)
    {
        var file = new TensorFile();
        var metadata = file.Metadata;
        metadata["format"] = Format;
        metadata["version"] = Text(Version);
        metadata["step"] = Text(step);
        metadata["steps"] = Text(identity.Steps);
        metadata["input_sha256"] = identity.InputSha256;
        metadata["settings_hash"] = identity.SettingsHash;
        if (plan is not null)
        {
            metadata["plan"] = plan;
        }

        Add(file, "x_t", state.X);
        file.Add("kernel", [state.Kernel.Channels, state.Kernel.Size, state.Kernel.Size], state.Kernel.Weights);
        if (state.Mask is { } mask)
        {
            file.Add("mask", [state.X.Height, state.X.Width], mask);
        }

        if (state.Estimate is { } estimate)
        {
            Add(file, "estimate", estimate);
        }

        if (state is { SampleMean: { } mean, SampleSpread: { } spread })
        {
            Add(file, "sample_mean", mean);
            Add(file, "sample_spread", spread);
        }

        if (state.Canvas is { } canvas)
        {
            Add(file, "canvas", canvas);
        }

        if (state.CanvasSpread is { } canvasSpread)
        {
            Add(file, "canvas_spread", canvasSpread);
        }

        file.Add("scale_history", [state.ScaleHistory.Count], state.ScaleHistory.ToArray());
        file.Add("loss_history", [state.LossHistory.Count], state.LossHistory.ToArray());
        file.Add("residuals", [state.Residuals.Count], state.Residuals.ToArray());
        file.Add("sample_ends", [state.SampleEnds.Count], state.SampleEnds.ToArray());
        file.Add("region_ends", [state.RegionEnds.Count], state.RegionEnds.ToArray());
        if (state.StoppedBy is { } reason)
        {
            metadata["stopped_by"] = Text((int)reason);
        }

        file.Add("scalars", [3], [state.GuidanceScale, state.LogNormaliser, (double)state.NonFiniteScales]);
        return file.ToBytes();
    }

    /// <summary>What the plan was founded on, without reading the state; null where the checkpoint holds none.</summary>
    /// <exception cref="CheckpointException">Damaged.</exception>
    public static string? PlanOf(ReadOnlySpan<byte> bytes) => TensorFile.MetadataOf(bytes).GetValueOrDefault("plan");

    /// <exception cref="CheckpointException">Damaged, of a newer version, or of another input or configuration.</exception>
    public static (SamplerState State, int Step) Read(ReadOnlySpan<byte> bytes, CheckpointIdentity expected)
    {
        var file = TensorFile.Parse(bytes);
        Expect(file, "format", Format);
        Expect(file, "version", Text(Version));
        Expect(file, "input_sha256", expected.InputSha256);
        Expect(file, "settings_hash", expected.SettingsHash);
        Expect(file, "steps", Text(expected.Steps));
        var (kernelShape, kernel) = file.Floats("kernel");
        var scalars = file.Doubles("scalars").Values;
        var state = new SamplerState
        {
            X = Image(file, "x_t"),
            Kernel = new DegradationKernel(kernelShape[0], kernelShape[1], kernel),
            Mask = file.Has("mask") ? file.Floats("mask").Values : null,
            Estimate = file.Has("estimate") ? Image(file, "estimate") : null,
            SampleMean = file.Has("sample_mean") ? Image(file, "sample_mean") : null,
            SampleSpread = file.Has("sample_spread") ? Image(file, "sample_spread") : null,
            Canvas = Canvas(file, "canvas"),
            CanvasSpread = Canvas(file, "canvas_spread"),
            GuidanceScale = scalars[0],
            LogNormaliser = scalars[1],
            NonFiniteScales = (int)scalars[2],
            ScaleHistory = [.. file.Doubles("scale_history").Values],
            LossHistory = [.. file.Doubles("loss_history").Values],
            Residuals = [.. file.Doubles("residuals").Values],
            SampleEnds = [.. file.Doubles("sample_ends").Values],
            RegionEnds = [.. file.Doubles("region_ends").Values],
            StoppedBy = file.Metadata.TryGetValue("stopped_by", out var reason) ? (StopReason)int.Parse(reason, CultureInfo.InvariantCulture) : null,
        };
        return (state, int.Parse(file.Metadata["step"], CultureInfo.InvariantCulture));
    }

    private static void Add(TensorFile file, string name, ImageTensor image) =>
        file.Add(name, [image.Channels, image.Height, image.Width], image.Data);

    private static void Add(TensorFile file, string name, RegionCanvas canvas) =>
        file.Add(name, [canvas.Channels, canvas.Height, canvas.Width], canvas.Codes);

    private static RegionCanvas? Canvas(TensorFile file, string name)
    {
        if (!file.Has(name))
        {
            return null;
        }

        var (shape, codes) = file.Codes(name);
        return new RegionCanvas(shape[0], shape[1], shape[2], codes);
    }

    private static ImageTensor Image(TensorFile file, string name)
    {
        var (shape, values) = file.Floats(name);
        return new ImageTensor(shape[0], shape[1], shape[2], values);
    }

    private static void Expect(TensorFile file, string key, string expected)
    {
        if (!file.Metadata.TryGetValue(key, out var found) || found != expected)
        {
            throw new CheckpointException($"The checkpoint's {key} is '{found}', not '{expected}': it belongs to another run.");
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
