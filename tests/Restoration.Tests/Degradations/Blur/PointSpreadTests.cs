using BirD.Restoration.Degradations;
using BirD.Restoration.Frequency;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Blur;

/// <summary>What a person gives and gets are point spread functions: the picture is the scene convolved with them.</summary>
public sealed class PointSpreadTests
{
    /// <summary>A hook that no turn or mirror maps onto itself.</summary>
    private static readonly float[] Hook =
    [
        0, 0, 0.1f, 0, 0,
        0, 0, 0.2f, 0, 0,
        0, 0, 0.1f, 0.1f, 0,
        0, 0, 0, 0.2f, 0.1f,
        0, 0, 0, 0, 0.2f,
    ];

    [Fact]
    public void OfPointSpread_SpreadsAPointAsItLooks()
    {
        var point = new ImageTensor(1, 15, 17);
        point.Data[(7 * 17) + 8] = 1;

        var seen = FrequencyFilter.Apply(point, DegradationKernel.OfPointSpread(Hook));

        for (var n = 0; n < Hook.Length; n++)
        {
            seen.Data[((7 + (n / 5) - 2) * 17) + 8 + (n % 5) - 2].ShouldBe(Hook[n], 1e-5f);
        }
    }

    [Fact]
    public void PointSpread_GivesBackWhatWasGiven() =>
        DegradationKernel.OfPointSpread(Hook).PointSpread(0).ShouldBe(Hook);

    [Fact]
    public async Task Restore_ToldThePointSpread_ExplainsThePictureAndReportsItAsGiven()
    {
        var scene = new ImageTensor(1, 64, 64, [.. Enumerable.Range(0, 64 * 64).Select(n => (((n % 64) / 9) + (n / 64 / 7)) % 2 == 0 ? 0.2f : 0.8f)]);
        var file = Png.Encode(ColourPlanes.Triple(Convolved(scene)));

        var right = await PipelineCase.RestoreAsync(file, Told(Hook));
        var turned = await PipelineCase.RestoreAsync(file, Told([.. Hook.Reverse()]));

        right.Report.Kernel![0].ShouldBe(Hook);
        Error(right, scene).ShouldBeLessThan(0.5 * Error(turned, scene));
    }

    [Fact]
    public async Task Restore_KernelLargerThanThePicture_IsRefused()
    {
        var large = new float[71 * 71];
        large[71 * 35] = 1;
        var refusal = await Should.ThrowAsync<PictureException>(() => PipelineCase.RestoreAsync(Png.Encode(OracleCase.Picture(64, 96)), Told(large)));
        refusal.Message.ShouldContain("larger than the picture");
    }

    [Theory]
    [InlineData(0f, 0f, 0f, 0f)]
    [InlineData(0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f)]
    [InlineData(0f, 0f, 0f, 0f, 1f, -0.1f, 0f, 0f, 0f)]
    [InlineData(0f, 0f, 0f, 0f, 1f, float.NaN, 0f, 0f, 0f)]
    public void Problems_NoPointSpread_AreSaid(params float[] weights) =>
        SettingsCheck.Problems(Told(weights)).ShouldHaveSingleItem().ShouldContain("odd square");

    private static RestoreSettings Told(float[] weights) => new() { Task = RestorationTask.Deblur, Kernel = weights, NoiseSigma = 1 / 255.0, Steps = 5 };

    private static double Error(FinishedPicture finished, ImageTensor scene)
    {
        var result = PipelineCase.Decode(finished.Output);
        return Enumerable.Range(0, 44 * 44).Sum(n => Math.Pow(result.Data[((10 + (n / 44)) * 64) + 10 + (n % 44)] - scene.Data[((10 + (n / 44)) * 64) + 10 + (n % 44)], 2));
    }

    /// <summary>By the book: y[p] = sum over d of k[d] x[p - d].</summary>
    private static ImageTensor Convolved(ImageTensor scene)
    {
        var blurred = new ImageTensor(1, scene.Height, scene.Width);
        for (var n = 0; n < blurred.Data.Length; n++)
        {
            for (var d = 0; d < Hook.Length; d++)
            {
                var y = Reflect.Index((n / scene.Width) - ((d / 5) - 2), scene.Height);
                var x = Reflect.Index((n % scene.Width) - ((d % 5) - 2), scene.Width);
                blurred.Data[n] += Hook[d] * scene.Data[(y * scene.Width) + x];
            }
        }

        return blurred;
    }
}
