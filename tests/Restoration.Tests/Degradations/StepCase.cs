using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Degradations.Brackets;
using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Degradations.Grey;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Degradations.Mixed;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations;

/// <summary>A data step whose observation is the perfect one of a picture that is known.</summary>
/// <param name="Truth">What was observed.</param>
/// <param name="Open">A new instance of the step.</param>
/// <param name="Penalty">Weight of |x - z|^2 in the step's objective at some alpha.</param>
/// <param name="Misfit">The objective's first part from a residual; null for a step that is no minimiser.</param>
/// <param name="IsExact">Whether the step goes all the way to its objective's minimum.</param>
internal sealed record StepCase(
    ImageTensor Truth, Func<IDataStep> Open, Func<double, double> Penalty, Func<ImageTensor, double>? Misfit, bool IsExact)
{
    private const int Height = 48;
    private const int Width = 40;

    /// <summary>Every step, and the compositions, by name. A new step is a line here.</summary>
    public static IReadOnlyDictionary<string, Func<StepCase>> All { get; } = new Dictionary<string, Func<StepCase>>(StringComparer.Ordinal)
    {
        ["noise"] = () => Of(Picture, y => new BlurStep(y, KernelShapes.Delta(1, 1)), x => x),
        ["blur"] = () => Of(Picture, y => new BlurStep(y, Kernel), Blurred),
        ["light"] = () => Of(Picture, y => new GainStep(y, 0.3f), x => Scaled(x, 0.3f)),
        ["missing"] = () => Of(Picture, y => new MaskedStep(y, Known), x => Holes.Blacken(x, Known)),
        ["grey"] = () => Of(Picture, y => new GreyStep(GreyDamage.ChannelMean(y)), x => x) with { Misfit = r => Square(r) / 3 },
        ["half"] = () => Reduced(2),
        ["third"] = () => Reduced(3),
        ["film"] = Frames,
        ["brackets"] = Brackets,
        ["mixed"] = () => Of(Picture, y => new MixedStep(y, Kernel, null), Blurred),
        ["mixed with holes"] = () => Of(Picture, y => new MixedStep(y, Kernel, Known), x => Holes.Blacken(Blurred(x), Known)) with { IsExact = false },
        ["coloured noise"] = () => Of(Picture, y => new ColouredNoiseStep(y, Spectrum), x => x) with { Misfit = null, IsExact = false },
        ["jpeg"] = Jpeg,
    };

    /// <summary>Whether nothing is left over of a perfect picture; a quantised one has no single perfect picture.</summary>
    public bool HasPerfect { get; init; } = true;

    private static ImageTensor Picture => OracleCase.Picture(Height, Width);

    private static KnownPixels Known => Holes.Random(Height, Width, 0.3, 4);

    private static DegradationKernel Kernel => KernelShapes.Gaussian(1, 7, 1.3);

    /// <summary>Falls towards high frequencies, as grain's does.</summary>
    private static NoiseSpectrum Spectrum =>
        new([.. Enumerable.Range(0, 3 * NoiseSpectrum.PlaneLength).Select(n => 1e-3 / (1 + (n % NoiseSpectrum.PlaneLength)))]);

    public static double Square(ImageTensor tensor) => tensor.Data.Sum(value => (double)value * value);

    private static StepCase Of(ImageTensor truth, Func<ImageTensor, IDataStep> open, Func<ImageTensor, ImageTensor> observe)
    {
        var y = observe(truth);
        return new StepCase(truth, () => open(y), alpha => alpha, Square, IsExact: true);
    }

    private static ImageTensor Blurred(ImageTensor x) => new FrequencyFilter(Height, Width, Kernel).Apply(x);

    private static ImageTensor Scaled(ImageTensor x, float by) => new(x.Channels, x.Height, x.Width, [.. x.Data.Select(value => value * by)]);

    private static StepCase Reduced(int scale)
    {
        var truth = OracleCase.Picture(24 * scale, 16 * scale);
        var profile = ReductionProfile.Cubic(scale);
        return Of(truth, y => new DecimationStep(y, scale, profile), x => new SeparableDecimation(scale, profile).Apply(x)) with { Penalty = alpha => alpha / (scale * scale) };
    }

    private static StepCase Frames()
    {
        var random = new Random(8);
        float[] power = [.. Enumerable.Range(0, Height * Width).Select(_ => 1 + (4 * random.NextSingle()))];
        var fused = new FusedFrame(Picture, power, 5, 1);
        return new StepCase(
            Picture, () => new FilmStep(fused), alpha => alpha * fused.MeanPower, r => r.Data.Select((value, n) => (double)value * value * power[n % power.Length]).Sum(), IsExact: true);
    }

    private static StepCase Brackets()
    {
        // The darker exposure at half the light; the scene's scale is the stack's own.
        var light = Scaled(Picture, 0.9f);
        var stack = ExposureStack.Of([light, Scaled(light, 0.5f)]);
        var power = stack.PullOn(light).Power;
        return new StepCase(
            stack.Merge(), () => new StackStep(stack), alpha => alpha, r => r.Data.Select((value, n) => (double)value * value * power[n]).Sum(), IsExact: true);
    }

    private static StepCase Jpeg()
    {
        var file = JpegFile.Encode(Picture, 60, halvedColour: false);
        var tables = JpegTables.Read(file)!;
        var cells = new QuantisationCells(PipelineCase.Decode(file), tables, JpegTables.ExpectedError(JpegTables.Coarseness(tables[0])));
        return new StepCase(Picture, () => new CellStep(cells), alpha => alpha, null, IsExact: false) { HasPerfect = false };
    }
}
