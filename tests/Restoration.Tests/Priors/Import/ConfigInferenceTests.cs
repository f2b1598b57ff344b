using BirD.Restoration.Onnx;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Import;
using BirD.Restoration.Priors.Import.Torch;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

public sealed class ConfigInferenceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Networks => [.. UNetCase.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infer_RecordedNetwork_FindsItsConfiguration(string name)
    {
        using var checkpoint = CheckpointFile.Open(UNetCase.File(name, "weights.pt"));
        var manifest = UNetCase.Manifest(name);
        var wanted = manifest.GetProperty("configuration");

        var config = new ConfigInference(checkpoint).Infer(16, UNetCase.Options(name).AttentionOrder);

        config.ModelChannels.ShouldBe(wanted.GetProperty("model_channels").GetInt32());
        config.LevelChannels.ShouldBe(wanted.GetProperty("channel_mult").EnumerateArray().Select(m => m.GetInt32() * config.ModelChannels));
        config.ResBlocksPerLevel.ShouldBe(wanted.GetProperty("num_res_blocks").GetInt32());
        config.LevelAttention.Select((on, level) => (on, 1 << level)).Where(p => p.on).Select(p => p.Item2)
            .ShouldBe(wanted.GetProperty("attention_downsampling_factors").EnumerateArray().Select(f => f.GetInt32()));
        config.ScaleShiftNorm.ShouldBe(wanted.GetProperty("use_scale_shift_norm").GetBoolean());
        config.ResBlockUpDown.ShouldBe(wanted.GetProperty("resblock_updown").GetBoolean());
        config.LearnedVariance.ShouldBe(wanted.GetProperty("learn_sigma").GetBoolean());
        config.EmbeddingWidth.ShouldBe(wanted.GetProperty("time_embedding_width").GetInt32());
        config.SizeMultiple.ShouldBe(wanted.GetProperty("height_width_multiple_of").GetInt32());
        var plan = TensorPlan.For(config).ToList();
        plan.Count.ShouldBe(manifest.GetProperty("weights").GetProperty("tensor_count").GetInt32());
        Parameters(plan).ShouldBe(manifest.GetProperty("weights").GetProperty("parameter_count").GetInt64());
        new ConfigInference(checkpoint).Verify(config);
    }

    [Fact]
    public void Plan_Published256_HasItsCounts()
    {
        var plan = TensorPlan.For(GuidedDiffusionConfig.Published256).ToList();

        plan.Count.ShouldBe(566);
        Parameters(plan).ShouldBe(552_814_086);
    }

    [Theory]
    [InlineData(ImportPrecision.Float32)]
    [InlineData(ImportPrecision.Float16)]
    [InlineData(ImportPrecision.Float16Storage)]
    public void Emit_Published256_DeclaresEveryTensorOfThePlanWithItsSize(ImportPrecision precision)
    {
        var graph = UNetEmitter.Emit(GuidedDiffusionConfig.Published256, precision);

        graph.Weights.ToDictionary(w => w.Name, w => w.Dims.Aggregate(1L, (a, b) => a * b)).OrderBy(p => p.Key, StringComparer.Ordinal)
            .ShouldBe(TensorPlan.For(GuidedDiffusionConfig.Published256)
                .Select(p => KeyValuePair.Create(p.Name, p.Shape.Aggregate(1L, (a, b) => a * b))).OrderBy(p => p.Key, StringComparer.Ordinal));
        var halves = graph.Weights.Where(w => w.DataType == (int)OnnxType.Float16).Sum(WeightData.Length) / 2;
        (halves / 1_000_000).ShouldBe(precision == ImportPrecision.Float32 ? 0 : 498);
    }

    [Fact]
    public void Infer_NarrowModelWithoutHeadWidth_AsksForIt()
    {
        using var checkpoint = CheckpointFile.Open(UNetCase.File("unet_a", "weights.pt"));

        Should.Throw<PriorException>(() => new ConfigInference(checkpoint).Infer(null, AttentionOrder.Legacy))
            .Message.ShouldContain("num_head_channels");
        Should.Throw<PriorException>(() => new ConfigInference(checkpoint).Infer(48, AttentionOrder.Legacy))
            .Message.ShouldContain("48 channels per head");
    }

    [Theory]
    [InlineData("middle_block.1.qkv.weight")]
    [InlineData("input_blocks.3.0.in_layers.2.bias")]
    [InlineData("output_blocks.0.1.norm.weight")]
    [InlineData("out.2.weight")]
    [InlineData("time_embed.0.weight")]
    public async Task Import_TensorMissing_NamesIt(string name) =>
        (await Refusal(plan => plan.RemoveAll(t => t.Name == name))).ShouldContain($"'{name}' is missing");

    [Theory]
    [InlineData("middle_block.1.qkv.weight", new long[] { 128, 64, 1 })]
    [InlineData("input_blocks.1.0.in_layers.2.weight", new long[] { 32, 32, 3, 1 })]
    [InlineData("out.0.bias", new long[] { 32, 1 })]
    public async Task Import_TensorMisshapen_NamesItWithBothShapes(string name, long[] shape)
    {
        var message = await Refusal(plan => plan[plan.FindIndex(t => t.Name == name)] = new PlannedTensor(name, shape));

        message.ShouldContain($"'{name}' has the shape [{string.Join(",", shape)}] instead of");
    }

    [Fact]
    public async Task Import_ClassConditional_SaysSo() =>
        (await Refusal(plan => plan.Add(new PlannedTensor("label_emb.weight", [10, 128])))).ShouldContain("class-conditional");

    [Fact]
    public async Task Import_TensorLeftOver_NamesIt() =>
        (await Refusal(plan => plan.Add(new PlannedTensor("middle_block.3.weight", [1])))).ShouldContain("'middle_block.3.weight'");

    [Fact]
    public async Task Import_OtherArchitecture_NamesWhatItLooksFor() =>
        (await Refusal(plan =>
        {
            plan.Clear();
            plan.Add(new PlannedTensor("conv1.weight", [4]));
        })).ShouldContain("'time_embed.0.weight' is missing (1 tensors, the first is 'conv1.weight')");

    private static long Parameters(IEnumerable<PlannedTensor> plan) => plan.Sum(t => t.Shape.Aggregate(1L, (a, b) => a * b));

    private async Task<string> Refusal(Action<List<PlannedTensor>> change)
    {
        using var checkpoint = CheckpointFile.Open(UNetCase.File("unet_a", "weights.pt"));
        var plan = TensorPlan.For(new ConfigInference(checkpoint).Infer(16, AttentionOrder.Legacy)).ToList();
        change(plan);
        var file = _folder.File("changed.safetensors");
        TorchFiles.WriteSafetensors(file, plan.Select(t => (t.Name, t.Shape)), (_, count) => new float[count]);
        var error = await Should.ThrowAsync<PriorException>(
            () => GuidedDiffusionImporter.ImportAsync(file, _folder.File("out.onnx"), new ImportOptions { HeadChannels = 16 }));
        Directory.GetFiles(_folder.Path, "out*").ShouldBeEmpty();
        return error.Message;
    }
}
