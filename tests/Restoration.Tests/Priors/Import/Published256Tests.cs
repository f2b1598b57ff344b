using System.Diagnostics;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Import;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>The published architecture at full size with random weights: minutes, 5 GB of disk, so only on demand.</summary>
/// <remarks>
/// Run it with <c>BirD.Restoration.Tests -explicit only -class "*Published256Tests" -showliveoutput</c>;
/// it prints times and peak memory.
/// </remarks>
public sealed class Published256Tests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public void Dispose() => _folder.Dispose();

    [Theory(Explicit = true)]
    [InlineData(ImportPrecision.Float32)]
    [InlineData(ImportPrecision.Float16Storage)]
    public async Task Import_FullSize_LoadsAndEvaluates(ImportPrecision precision)
    {
        var checkpoint = _folder.File("random.pt");
        var plan = TensorPlan.For(GuidedDiffusionConfig.Published256).Select(t => (t.Name, t.Shape)).ToList();
        TorchFiles.WriteStateDictionary(checkpoint, plan, Values);
        Report("checkpoint written");

        var result = await GuidedDiffusionImporter.ImportAsync(
            checkpoint, _folder.File("random.onnx"), new ImportOptions { Precision = precision });

        Report("imported");
        result.TensorCount.ShouldBe(566);
        result.ParameterCount.ShouldBe(552_814_086);
        result.Config.Describe().ShouldBe(GuidedDiffusionConfig.Published256.Describe());
        PeakMegabytes().ShouldBeLessThan(4096);

        using var denoiser = OnnxDenoiser.Load(_folder.File("random.onnx"), new DeviceOptions { Kind = DeviceKind.Cpu });
        Report("loaded and warmed up");
        var x = new float[3 * 256 * 256];
        var y = new float[6 * 256 * 256];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = MathF.Sin(i * 0.37f);
        }

        denoiser.Evaluate(new DenoiseBatch(1, 256, 256, x, new[] { 500f }, y), CancellationToken.None);

        Report("one 256 x 256 evaluation");
        y.ShouldAllBe(v => float.IsFinite(v));
        y.Select(MathF.Abs).Max().ShouldBeGreaterThan(0);
    }

    /// <summary>Uniform, of a size that keeps the activations' size; normalisations near 1.</summary>
    private static float[] Values(string name, long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        var norm = shape.Length == 1 && name.EndsWith(".weight", StringComparison.Ordinal);
        var spread = shape.Length == 1 ? 0.1f : MathF.Sqrt(3f / shape.Skip(1).Aggregate(1L, (a, b) => a * b));
        var state = (uint)name.Length + 12345u;
        for (var i = 0; i < values.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            values[i] = (norm ? 1 : 0) + (spread * (((state >> 8) / (float)(1 << 23)) - 1));
        }

        return values;
    }

    private static long PeakMegabytes() => Process.GetCurrentProcess().PeakWorkingSet64 >> 20;

    private void Report(string what) =>
        TestContext.Current.TestOutputHelper!.WriteLine($"{_clock.Elapsed.TotalSeconds:F1} s, peak {PeakMegabytes()} MB: {what}");
}
