using System.Security.Cryptography;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Import;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Onnx.Proto;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

public sealed class ImporterTests : IDisposable
{
    private static readonly string Source = UNetCase.File("unet_a", "weights.pt");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Only then may a device's tensor cores have its convolutions without anybody allowing for TF32.</summary>
    [Theory]
    [InlineData(ImportPrecision.Float32, false)]
    [InlineData(ImportPrecision.Float16, true)]
    [InlineData(ImportPrecision.Float16Storage, false)]
    public async Task Import_InEachPrecision_IsKnownByWhatItComputesIn(ImportPrecision precision, bool computes)
    {
        var output = _folder.File($"{precision}.onnx");
        await GuidedDiffusionImporter.ImportAsync(Source, output, UNetCase.Options("unet_a") with { Precision = precision });

        HalfPrecision.IsUsedBy(output).ShouldBe(computes);
    }

    [Fact]
    public async Task Import_SmallModel_IsOneFileUnderTheContract()
    {
        var output = _folder.File("deep/folder/a.onnx");
        var reports = new List<ImportProgress>();

        var result = await GuidedDiffusionImporter.ImportAsync(
            Source, output, UNetCase.Options("unet_a") with { Licence = "CC0-1.0" }, new Collector(reports));

        result.Files.ShouldBe([output]);
        result.TensorCount.ShouldBe(198);
        result.ParameterCount.ShouldBe(985478);
        result.SourceSha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Source))));
        reports.Count(r => r.Stage == ImportStage.Writing).ShouldBe(198);
        reports[^1].ShouldBe(new ImportProgress(ImportStage.Finishing, 985478 * 4, 985478 * 4));
        using var denoiser = OnnxDenoiser.Load(output, new DeviceOptions { Kind = DeviceKind.Cpu });
        (denoiser.Info.Name, denoiser.Info.Licence, denoiser.Info.OutputChannels, denoiser.Info.SizeMultiple, denoiser.Info.NativeSize)
            .ShouldBe(("weights", "CC0-1.0", 6, 4, null));
        ModelProto.Parser.ParseFrom(await File.ReadAllBytesAsync(output)).MetadataProps
            .ShouldContain(p => p.Key == "bird.source.sha256" && p.Value == result.SourceSha256);
    }

    [Fact]
    public async Task Import_AboveTheThreshold_WritesExternalDataThatLoads()
    {
        var output = _folder.File("a.onnx");

        var result = await GuidedDiffusionImporter.ImportAsync(
            Source, output, UNetCase.Options("unet_a") with { ExternalDataThreshold = 0 });

        result.Files.ShouldBe([output + ".data", output]);
        new FileInfo(output).Length.ShouldBeLessThan(400_000);
        ModelProto.Parser.ParseFrom(await File.ReadAllBytesAsync(output)).MetadataProps
            .Single(p => p.Key == "bird.external_data.sha256").Value
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(output + ".data"))));
        OnnxDenoiser.Load(output, new DeviceOptions { Kind = DeviceKind.Cpu }).Dispose();

        File.Delete(output + ".data");
        Should.Throw<PriorException>(() => OnnxDenoiser.Load(output, new DeviceOptions { Kind = DeviceKind.Cpu }))
            .Message.ShouldContain("missing or incomplete");
    }

    [Fact]
    public async Task Import_OverALargerModel_LeavesNoOldWeights()
    {
        var output = _folder.File("a.onnx");
        var options = UNetCase.Options("unet_a");
        await GuidedDiffusionImporter.ImportAsync(Source, output, options with { ExternalDataThreshold = 0 });

        await GuidedDiffusionImporter.ImportAsync(Source, output, options);

        Directory.GetFiles(_folder.Path).ShouldBe([output]);
    }

    [Fact]
    public async Task Import_AnotherHash_IsRefused() =>
        (await Should.ThrowAsync<PriorException>(() => GuidedDiffusionImporter.ImportAsync(
            Source, _folder.File("a.onnx"), UNetCase.Options("unet_a") with { ExpectedSha256 = new string('a', 64) })))
        .Message.ShouldContain("instead of aaaa");

    [Theory]
    [InlineData(30, 64, "native size 30 is no multiple of 4")]
    [InlineData(4, 64, "native size 4")]
    [InlineData(null, -1, "tile overlap")]
    public async Task Import_OptionsOutsideTheContract_AreRefused(int? side, int overlap, string why)
    {
        (await Should.ThrowAsync<PriorException>(() => GuidedDiffusionImporter.ImportAsync(
            Source, _folder.File("a.onnx"), UNetCase.Options("unet_a") with { NativeSize = side, TileOverlap = overlap })))
            .Message.ShouldContain(why);

        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100L << 20, 200L << 20, true)]
    [InlineData(100L << 20, 100L << 20, false)]
    [InlineData(100L << 20, 0L, false)]
    public void RequireSpace_AsksTheOutputsDrive(long bytes, long free, bool enough)
    {
        string? asked = null;
        using var output = new ImportOutput(_folder.File("deep/a.onnx"), folder =>
        {
            asked = folder;
            return free;
        });

        var error = Record.Exception(() => output.RequireSpace(bytes));

        asked.ShouldBe(_folder.File("deep"));
        (error is null).ShouldBe(enough);
        error?.ShouldBeOfType<IOException>().Message.ShouldContain($"takes 104 MiB and '{asked}' has {free >> 20} MiB free");
    }

    [Fact]
    public async Task Import_Cancelled_LeavesNothing()
    {
        using var source = new CancellationTokenSource();
        var stop = new Canceller(source);

        await Should.ThrowAsync<OperationCanceledException>(() => GuidedDiffusionImporter.ImportAsync(
            Source, _folder.File("a.onnx"), UNetCase.Options("unet_a") with { ExternalDataThreshold = 0 }, stop, source.Token));

        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Import_TruncatedWeights_NamesTheTensorAndLeavesNothing()
    {
        var legacy = _folder.File("b.pt");
        var bytes = await File.ReadAllBytesAsync(UNetCase.File("unet_b", "weights.pt"));
        await File.WriteAllBytesAsync(legacy, bytes[..^1000]);

        (await Should.ThrowAsync<PriorException>(() => GuidedDiffusionImporter.ImportAsync(
            legacy, _folder.File("b.onnx"), UNetCase.Options("unet_b")))).Message.ShouldContain("truncated");

        Directory.GetFiles(_folder.Path).ShouldBe([legacy]);
    }

    private sealed class Collector(List<ImportProgress> reports) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => reports.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.BytesDone > 1_000_000)
            {
                source.Cancel();
            }
        }
    }
}
