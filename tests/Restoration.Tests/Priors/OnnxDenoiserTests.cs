using System.Security.Cryptography;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors;

public sealed class OnnxDenoiserTests : IDisposable
{
    private static readonly DeviceOptions Cpu = new() { Kind = DeviceKind.Cpu };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_ModelUnderContract_ReportsItsMetadataAndHash()
    {
        var file = new ContractModel().Write(_folder.Path);

        using var denoiser = OnnxDenoiser.Load(file, Cpu);

        denoiser.Info.ShouldBe(new DenoiserInfo
        {
            Name = "tiny",
            Version = "7",
            Licence = "CC0-1.0",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
            Prediction = PredictionType.Epsilon,
            OutputChannels = 3,
            SizeMultiple = 4,
            NativeSize = null,
            TileOverlap = 8,
            ScheduleSteps = 1000,
            BetaStart = 1e-4,
            BetaEnd = 0.02,
        });
        denoiser.Device.ShouldBe("cpu");
        denoiser.FallbackReason.ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 4, 8)]
    [InlineData(3, 12, 4)]
    [InlineData(2, 64, 40)]
    public void Evaluate_AnyBatchAndSize_FillsTheCallersBuffer(int n, int h, int w)
    {
        using var denoiser = OnnxDenoiser.Load(new ContractModel().Write(_folder.Path), Cpu);
        var x = Enumerable.Range(0, n * 3 * h * w).Select(i => MathF.Cos(i)).ToArray();
        var output = new float[x.Length + 5];

        denoiser.Evaluate(new DenoiseBatch(n, h, w, x, new float[n], output), CancellationToken.None);

        output.ShouldBe([.. x.Select(v => v * 0.5f), 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Evaluate_SizeThatIsNoMultiple_NamesTheMultiple()
    {
        using var denoiser = OnnxDenoiser.Load(new ContractModel().Write(_folder.Path), Cpu);
        var buffer = new float[3 * 6 * 8];

        Should.Throw<ArgumentException>(
                () => denoiser.Evaluate(new DenoiseBatch(1, 6, 8, buffer, new float[1], buffer), CancellationToken.None))
            .Message.ShouldContain("multiples of 4");
    }

    [Fact]
    public void Evaluate_ShortOutput_NamesTheBuffer()
    {
        using var denoiser = OnnxDenoiser.Load(new ContractModel().Write(_folder.Path), Cpu);
        var x = new float[3 * 8 * 8];

        Should.Throw<ArgumentException>(
                () => denoiser.Evaluate(new DenoiseBatch(1, 8, 8, x, new float[1], new float[7]), CancellationToken.None))
            .Message.ShouldContain("Output");
    }

    [Fact]
    public async Task Evaluate_CancelledInFlight_StopsEarlyAndRunsAgain()
    {
        var file = new ContractModel { Repeat = 20001, Gain = 0.9f }.Write(_folder.Path);
        using var denoiser = OnnxDenoiser.Load(file, Cpu with { IntraOpThreads = 1 });
        var x = new float[3 * 256 * 256];
        var y = new float[x.Length];
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        // On another thread, so that a run which ignores the token shows as a time-out and not as a hang.
        var run = Task.Factory.StartNew(
            () => denoiser.Evaluate(new DenoiseBatch(1, 256, 256, x, new float[1], y), source.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Should.ThrowAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));

        Should.NotThrow(() => denoiser.Evaluate(new DenoiseBatch(1, 4, 4, x, new float[1], y), CancellationToken.None));
    }
}
