using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Denoising;

public sealed class DeviceOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData("CUDA:3", DeviceKind.Cuda, 3)]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData(" auto ", DeviceKind.Auto, 0)]
    public void Parse_KnownWord_Reads(string text, DeviceKind kind, int index)
    {
        var options = DeviceOptions.Parse(text);

        (options.Kind, options.Index).ShouldBe((kind, index));
        DeviceOptions.Parse(options.ToString()).ShouldBe(options);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("")]
    public void Parse_Unknown_ListsTheChoices(string text) =>
        Should.Throw<FormatException>(() => DeviceOptions.Parse(text)).Message.ShouldContain("cpu, cuda:N");

    // The tests run on the CPU package; device 99 makes them hold on a CUDA build as well.
    [Fact]
    public void Load_RequiredCudaMissing_Throws()
    {
        var file = new ContractModel().Write(_folder.Path);

        Should.Throw<EngineException>(() => OnnxDenoiser.Load(file, DeviceOptions.Parse("cuda:99")))
            .Message.ShouldContain("cuda:99 does not work");
    }

    [Fact]
    public void Load_CudaMissingWithFallback_RunsOnCpuAndSaysWhy()
    {
        var file = new ContractModel().Write(_folder.Path);

        using var denoiser = OnnxDenoiser.Load(file, DeviceOptions.Parse("cuda:99", DevicePolicy.Fallback));

        denoiser.Device.ShouldBe("cpu");
        denoiser.FallbackReason.ShouldNotBeNull().ShouldContain("cuda:99");
    }

    [Fact]
    public void Load_AutoWithJunk_BlamesTheFile()
    {
        var file = _folder.File("junk.onnx");
        File.WriteAllText(file, "no model");

        Should.Throw<PriorException>(() => OnnxDenoiser.Load(file, DeviceOptions.Parse("auto")));
    }
}
