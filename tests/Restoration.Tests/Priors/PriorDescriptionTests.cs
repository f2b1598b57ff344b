using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors;

/// <summary>A model is described without a runtime as the runtime describes it.</summary>
public sealed class PriorDescriptionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0L)]
    [InlineData(1L << 30)]
    public async Task Read_AnImportedModel_SaysWhatLoadingSays(long threshold)
    {
        var file = await UNetCase.ImportAsync("unet_a", _folder.Path, o => o with { ExternalDataThreshold = threshold, NativeSize = 32 });

        var prior = PriorDescription.Read(file);

        using var denoiser = OnnxDenoiser.Load(file, new DeviceOptions { Kind = DeviceKind.Cpu });
        prior.Info.ShouldBe(denoiser.Info);
        prior.Metadata["bird.source.architecture"].ShouldContain("guided-diffusion");
        prior.Files.Count.ShouldBe(threshold == 0 ? 2 : 1);
        prior.Bytes.ShouldBe(Directory.GetFiles(_folder.Path).Sum(f => new FileInfo(f).Length));
        prior.CheckWeights().ShouldBeNull();
    }

    [Fact]
    public async Task CheckWeights_OneBitFlipped_SaysSo()
    {
        var file = await UNetCase.ImportAsync("unet_a", _folder.Path, o => o with { ExternalDataThreshold = 0 });
        var bytes = await File.ReadAllBytesAsync(file + ".data");
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file + ".data", bytes);

        PriorDescription.Read(file).CheckWeights().ShouldNotBeNull().ShouldContain("damaged");
    }

    [Fact]
    public async Task Read_CutOff_IsRefused()
    {
        var bytes = await File.ReadAllBytesAsync(await UNetCase.ImportAsync("unet_a", _folder.Path));
        var file = _folder.File("cut.onnx");
        foreach (var length in new[] { 1, 2, 100, bytes.Length / 2, bytes.Length - 1 })
        {
            await File.WriteAllBytesAsync(file, bytes[..length]);

            Should.Throw<PriorException>(() => PriorDescription.Read(file)).Message.ShouldContain($"'{file}'");
        }
    }

    [Fact]
    public void Read_OtherFiles_SaysWhatToDo()
    {
        var text = _folder.File("a.onnx");
        File.WriteAllText(text, "Dear Sir or Madam");

        Should.Throw<PriorException>(() => PriorDescription.Read(text)).Message.ShouldContain("bird prior import");
        Should.Throw<PriorException>(() => PriorDescription.Read(UNetCase.File("unet_a", "weights.pt"))).Message.ShouldContain("bird prior import");
    }
}
