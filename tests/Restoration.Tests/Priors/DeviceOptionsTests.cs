using BirD.Restoration.Hosting;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors;

public sealed class DeviceOptionsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0)]
    [InlineData("CUDA:3", DeviceKind.Cuda, 3)]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData(" auto ", DeviceKind.Auto, 0)]
    [InlineData("tensorrt:1", DeviceKind.TensorRt, 1)]
    [InlineData("plugin:/opt/Provider.so:2", DeviceKind.Plugin, 2)]
    [InlineData(@"plugin:C:\Providers\webgpu.dll", DeviceKind.Plugin, 0)]
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
    [InlineData("tensorrt:x")]
    [InlineData("plugin:")]
    [InlineData("plugin:a::1")]
    [InlineData("")]
    public void Parse_Unknown_ListsTheChoices(string text) =>
        Should.Throw<FormatException>(() => DeviceOptions.Parse(text)).Message.ShouldContain("cpu, cuda:N");

    [Fact]
    public void Parse_RequireGpu_HoldsAutoToItAndRefusesTheCpu()
    {
        DeviceOptions.Parse("auto").Policy.ShouldBe(DevicePolicy.Fallback);
        DeviceOptions.Parse("auto", requireGpu: true).Policy.ShouldBe(DevicePolicy.Require);
        DeviceOptions.Parse("cuda:0", DevicePolicy.Fallback, requireGpu: true).Policy.ShouldBe(DevicePolicy.Require);
        Should.Throw<FormatException>(() => DeviceOptions.Parse("cpu", requireGpu: true));
    }

    [Theory]
    [InlineData("CUDA execution provider is not enabled in this build.", "OrtFlavor=gpu")]
    [InlineData("Failed to load library /opt/x/libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory", "libcudnn.so.9")]
    [InlineData("CUDA driver version is insufficient for CUDA runtime version", "driver")]
    [InlineData("something else", "nvidia-smi -L")]
    public void DeviceRemedy_AProvidersOwnWords_NamesWhatIsMissing(string message, string named) =>
        OnnxFailure.DeviceRemedy(new InvalidOperationException(message), []).ShouldContain(named);

    [Theory]
    [InlineData("tensorrt:0")]
    [InlineData("plugin:/nowhere/libprovider.so:0")]
    public void Load_AProviderThatIsMissing_SaysWhichDeviceOrFallsBack(string device)
    {
        var file = new ContractModel().Write(_folder.Path);

        Should.Throw<EngineException>(() => OnnxDenoiser.Load(file, DeviceOptions.Parse(device))).Message.ShouldContain($"{device} does not work");
        using var denoiser = OnnxDenoiser.Load(file, DeviceOptions.Parse(device, DevicePolicy.Fallback));
        var loaded = LoadedPrior.Of(denoiser);
        (loaded.Device, loaded.Account.StartsWith($"cpu, because {device}", StringComparison.Ordinal)).ShouldBe(("cpu", true));
    }

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
