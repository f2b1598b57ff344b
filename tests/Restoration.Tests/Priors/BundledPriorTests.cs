using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Priors.Verification;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors;

/// <summary>The prior that ships: what it promises, and that this runtime computes what its training computed.</summary>
public sealed class BundledPriorTests
{
    private const string Name = "bird-leaves";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Bundled", Name);
    private static readonly string Model = Path.Combine(Folder, $"{Name}.onnx");
    private static readonly DeviceOptions Cpu = new() { Kind = DeviceKind.Cpu };

    [Fact]
    public void Evaluate_TheRecordedSample_AnswersAsPyTorchDid()
    {
        // Written by the training's export together with the model: see training/README.md.
        var x = NpyFile.Load(Path.Combine(AppContext.BaseDirectory, "Bundled", "parity", "x.npy"));
        var t = NpyFile.Load(Path.Combine(AppContext.BaseDirectory, "Bundled", "parity", "t.npy"));
        var expected = NpyFile.Load(Path.Combine(AppContext.BaseDirectory, "Bundled", "parity", "v.npy")).AsFloat32();
        using var denoiser = OnnxDenoiser.Load(Model, Cpu);
        var found = new float[expected.Length];

        denoiser.Evaluate(new DenoiseBatch(x.Shape[0], x.Shape[2], x.Shape[3], x.AsFloat32(), t.AsFloat32(), found), CancellationToken.None);

        var difference = Golden.MaxDifference(found, expected);
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference {difference:G3}");
        difference.ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Describe_IsSmallFreeAndOfAnySize()
    {
        var prior = PriorDescription.Read(Model);

        prior.Bytes.ShouldBeLessThanOrEqualTo(16_000_000);
        (prior.Info.Name, prior.Info.Licence, prior.Info.NativeSize).ShouldBe((Name, "Apache-2.0", null));
        prior.Info.SizeMultiple.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public void Card_SaysWhatUsersMustKnow()
    {
        var card = File.ReadAllText(Path.Combine(Folder, "MODEL_CARD.md"));

        foreach (var part in (string[])["## Data", "## Training", "## Figures", "## What it can't do", "faces", "large holes", "## Licence", "Apache-2.0", "no photograph"])
        {
            card.ShouldContain(part);
        }
    }

    [Fact]
    public void Verify_IsOkAtEveryLevel()
    {
        using var denoiser = OnnxDenoiser.Load(Model, Cpu);

        var report = PriorVerification.Run(denoiser, sceneSide: 96);

        report.Problem.ShouldBeNull();
        report.Figures.Count.ShouldBe(5);
        report.Figures.ShouldAllBe(f => f.Verdict == Verdict.Ok);
    }
}
