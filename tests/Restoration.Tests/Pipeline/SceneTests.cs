using System.Numerics.Tensors;
using BirD.Restoration.Degradations.Brackets;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Metrics;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Pipeline;

/// <summary>Light and colour, from file to file with the weight-free prior.</summary>
public sealed class SceneTests
{
    private readonly ImageTensor clean = PipelineCase.Decode(Png.Encode(OracleCase.Picture(64, 96)));

    [Fact]
    public async Task Restore_Bracket_ShowsWhatEachExposureAloneClips()
    {
        // A scene of twice the range of one picture: its highlights are only in the short exposure.
        var (scene, normal, shorter) = (clean.Clone(), new ImageTensor(3, 64, 96), clean.Clone());
        TensorPrimitives.Multiply(scene.Data, 2f, normal.Data);
        TensorPrimitives.Min(normal.Data, 1f, normal.Data);
        normal.Data.Count(v => v == 1).ShouldBeGreaterThan(1000);

        var finished = await PipelineCase.RestoreAsync(
            new PictureInput(Png.Encode(normal)) { Companions = [new Companion(CompanionRole.Exposure, Png.Encode(shorter))] },
            new RestoreSettings { Task = RestorationTask.Hdr, Steps = 6 });

        var result = PipelineCase.Decode(finished.Output);
        var expected = HighlightCurve.Develop(scene, ExposureStack.Of([normal, shorter]).Range);
        ImageMetrics.Psnr(result, expected).ShouldBeGreaterThan(32);
        result.Data.Count(v => v >= 1).ShouldBe(0);
    }

    [Fact]
    public void Stack_KnownRatio_IsMeasured()
    {
        var darker = clean.Clone();
        TensorPrimitives.Multiply(darker.Data, 0.4f, darker.Data);
        var gains = ExposureStack.Of([clean, darker]).Gains;
        (gains[1] / gains[0]).ShouldBe(0.4f, 0.005);
    }

    [Fact]
    public async Task Restore_BracketOfOneOrOfDifferentSizes_IsRefusedOrLeftAlone()
    {
        var alone = await PipelineCase.RestoreAsync(Png.Encode(clean), new RestoreSettings { Task = RestorationTask.Hdr });
        alone.Outcome.ShouldBe("unchanged");

        var other = new PictureInput(Png.Encode(clean)) { Companions = [new Companion(CompanionRole.Exposure, Png.Encode(OracleCase.Picture()))] };
        await Should.ThrowAsync<PictureException>(() => PipelineCase.RestoreAsync(other, new RestoreSettings { Task = RestorationTask.Hdr }));
    }

    [Fact]
    public async Task Restore_Colorize_GivesColourChannelsAndKeepsTheBrightness()
    {
        var grey = new ImageTensor(1, 64, 96, clean.Plane(1).ToArray());
        var finished = await PipelineCase.RestoreAsync(Png.Encode(grey), new RestoreSettings { Task = RestorationTask.Colorize, Steps = 6 });

        var result = PipelineCase.Decode(finished.Output);
        result.Channels.ShouldBe(3);
        for (var n = 0; n < grey.Data.Length; n++)
        {
            ((result.Data[n] + result.Data[n + grey.Data.Length] + result.Data[n + (2 * grey.Data.Length)]) / 3)
                .ShouldBe(PipelineCase.Decode(Png.Encode(grey)).Data[n], 0.02);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Develop_AnyRange_IsMonotoneAndEndsAtWhite(double range)
    {
        var ramp = new ImageTensor(1, 1, 101, [.. Enumerable.Range(0, 101).Select(n => n / 100f)]);
        var developed = HighlightCurve.Develop(ramp, range).Data;
        developed[^1].ShouldBe(1, 1e-4);
        developed.Zip(developed.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second);
        developed[(int)(50 / range)].ShouldBe((float)((int)(50 / range) * range / 100), 1e-4);
    }
}
