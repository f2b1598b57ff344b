using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Tests.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors;

/// <summary>What lies in the same evaluation, or was evaluated before, changes nothing in a picture's answer.</summary>
public sealed class CompanyTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(AppContext.BaseDirectory, "Bundled", "bird-leaves", "bird-leaves.onnx");
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Evaluate_TheBundledPrior_InABatch_AnswersAsAlone()
    {
        using var prior = OnnxDenoiser.Load(Bundled, new DeviceOptions { Kind = DeviceKind.Cpu });
        Compare(prior, 96, 64);
    }

    [Theory]
    [InlineData("unet_a")]
    [InlineData("unet_b")]
    [InlineData("unet_c")]
    public async Task Evaluate_AnImportedPrior_InABatch_AnswersAsAlone(string name)
    {
        using var prior = OnnxDenoiser.Load(await UNetCase.ImportAsync(name, folder.Path), new DeviceOptions { Kind = DeviceKind.Cpu });
        Compare(prior, 32, 32);
    }

    [Fact]
    public void Evaluate_AfterALargeOneAndATrim_AnswersAsBefore()
    {
        using var prior = OnnxDenoiser.Load(Bundled, new DeviceOptions { Kind = DeviceKind.Cpu });
        var before = Evaluate(prior, 1, 64, 64);

        Evaluate(prior, 1, 648, 640);
        prior.Trim();
        prior.Trim();

        Evaluate(prior, 1, 64, 64).ShouldBe(before);
    }

    private static void Compare(OnnxDenoiser prior, int height, int width)
    {
        const int Count = 5;
        var together = Evaluate(prior, Count, height, width);
        for (var i = 0; i < Count; i++)
        {
            var size = together.Length / Count;
            var difference = Golden.MaxDifference(Evaluate(prior, 1, height, width, first: i), together.AsSpan(i * size, size).ToArray());
            TestContext.Current.TestOutputHelper?.WriteLine($"picture {i}: {difference:G3}");
            difference.ShouldBeLessThan(1e-5f);
        }
    }

    private static float[] Evaluate(OnnxDenoiser prior, int count, int height, int width, int first = 0)
    {
        var plane = 3 * height * width;
        float[] x = [.. Enumerable.Range(first * plane, count * plane).Select(i => MathF.Sin(0.37f * i))];
        float[] t = [.. Enumerable.Range(first, count).Select(i => 40f + (170 * i))];
        var answer = new float[count * prior.Info.OutputChannels * height * width];
        prior.Evaluate(new DenoiseBatch(count, height, width, x, t, answer), CancellationToken.None);
        return answer;
    }
}
