using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors;

/// <summary>Every way to break the prior contract is refused with a message that names the breach.</summary>
public sealed class PriorContractTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> MetadataKeys => [.. new ContractModel().Metadata.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(MetadataKeys))]
    public void Load_MetadataMissing_NamesTheKey(string key)
    {
        var model = new ContractModel();
        model.Metadata.Remove(key);

        Refusal(model).ShouldContain($"lacks '{key}'");
    }

    [Theory]
    [InlineData("bird.contract", "2")]
    [InlineData("bird.prediction", "score")]
    [InlineData("bird.variance", "learned")]
    [InlineData("bird.schedule", "cosine")]
    [InlineData("bird.schedule.steps", "1e3")]
    [InlineData("bird.schedule.beta_start", "0")]
    [InlineData("bird.schedule.beta_start", "0.5")]
    [InlineData("bird.schedule.beta_end", "0,02")]
    [InlineData("bird.size_multiple", "0")]
    [InlineData("bird.native_size", "66")]
    [InlineData("bird.tile_overlap", "-1")]
    [InlineData("bird.value_range", "0,1")]
    public void Load_MetadataWrong_NamesKeyAndValue(string key, string value)
    {
        var model = new ContractModel { Metadata = { [key] = value } };

        var message = Refusal(model);

        message.ShouldContain($"'{key}'");
        message.ShouldContain($"'{value}'");
    }

    [Fact]
    public void Load_InputRenamed_NamesTheMissingOne() =>
        Refusal(new ContractModel { X = "sample" }).ShouldContain("no input 'x' of shape [N,3,H,W] (its inputs: sample, t)");

    [Fact]
    public void Load_ExtraInput_NamesIt() => Refusal(new ContractModel { ExtraInput = "label" }).ShouldContain("extra input 'label'");

    [Fact]
    public void Load_FixedBatch_ShowsTheShape() =>
        Refusal(new ContractModel { XShape = ["1", "3", "H", "W"], OutputShape = ["1", "3", "H", "W"] })
            .ShouldContain("input 'x' has the shape [1,3,H,W] instead of [N,3,H,W]");

    [Fact]
    public void Load_FixedSideWithoutNativeSize_ShowsTheShape() =>
        Refusal(new ContractModel { XShape = ["N", "3", "64", "64"], OutputShape = ["N", "3", "64", "64"] })
            .ShouldContain("[N,3,64,64] instead of [N,3,H,W]");

    [Fact]
    public void Load_ScalarTimestep_ShowsTheShape() => Refusal(new ContractModel { TShape = [] }).ShouldContain("input 't' has the shape []");

    [Fact]
    public void Load_OutputOfAnotherPrediction_NamesTheMissingOne() =>
        Refusal(new ContractModel { Output = "x0" }).ShouldContain("no output 'eps'");

    [Fact]
    public void Load_LearnedRangeWithThreeChannels_ShowsBothShapes() =>
        Refusal(new ContractModel { Metadata = { ["bird.variance"] = "learned-range" } })
            .ShouldContain("output 'eps' has the shape [N,3,H,W] instead of [N,6,H,W]");

    [Fact]
    public void Load_OpenChannelsThatTurnOutWrong_ShowsTheRealShape() =>
        Refusal(new ContractModel { XShape = ["N", "C", "H", "W"], OutputShape = ["N", "C", "H", "W"], Metadata = { ["bird.variance"] = "learned-range" } })
            .ShouldContain("[1,3,32,32] instead of [1,6,32,32]");

    [Fact]
    public void Load_ValuesNotFinite_SaysSo() => Refusal(new ContractModel { Gain = float.NaN }).ShouldContain("not finite");

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("This is a letter, not a model.\nBye.\n")]
    [InlineData("\u0008\u0001")]
    public void Load_NotOnnx_SaysSo(string content)
    {
        var file = _folder.File("junk.onnx");
        File.WriteAllText(file, content);

        Load(file).ShouldContain($"'{file}' is");
    }

    [Fact]
    public void Load_RandomBytes_SaysSo()
    {
        var file = _folder.File("junk.onnx");
        var bytes = new byte[5000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(file, bytes);

        Load(file).ShouldContain("is not an ONNX model");
    }

    [Fact]
    public void Load_Empty_SaysSo()
    {
        var file = _folder.File("empty.onnx");
        File.WriteAllBytes(file, []);

        Load(file).ShouldContain("is empty");
    }

    [Fact]
    public void Load_TruncatedModel_SaysSo()
    {
        var file = new ContractModel().Write(_folder.Path);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);

        Load(file).ShouldContain("is not an ONNX model");
    }

    [Fact]
    public void Load_Missing_SaysSo() => Load(_folder.File("absent.onnx")).ShouldContain("There is no model file");

    [Fact]
    public void Load_Folder_SaysSo() => Load(_folder.Path).ShouldContain("is a folder");

    private string Refusal(ContractModel model) => Load(model.Write(_folder.Path));

    private static string Load(string file) =>
        Should.Throw<PriorException>(() => OnnxDenoiser.Load(file, new DeviceOptions { Kind = DeviceKind.Cpu })).Message;
}
