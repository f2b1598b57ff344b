using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Metrics;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Imaging;
using BirD.Restoration.Tests.Support;
using NetVips;

namespace BirD.Restoration.Tests.Pipeline;

/// <summary>Frames of film from file to file, with the weight-free prior.</summary>
public sealed class FilmTests
{
    private static readonly RestoreSettings Settings = new() { Task = RestorationTask.Denoise, Steps = 6 };

    [Fact]
    public async Task Restore_WithNeighbours_IsCloserToTheTruthThanAlone()
    {
        var clean = Reel.Clean(0, 0);
        var alone = await PipelineCase.RestoreAsync(Frame(0), Settings);
        var film = await PipelineCase.RestoreAsync(WithNeighbours(), Settings);

        film.Report.Frames.ShouldBe(5);
        film.Report.Light!.Value.ShouldBe(1, 0.01);
        alone.Report.Frames.ShouldBeNull();
        ImageMetrics.Psnr(PipelineCase.Decode(film.Output), clean).ShouldBeGreaterThan(ImageMetrics.Psnr(PipelineCase.Decode(alone.Output), clean) + 1);
    }

    [Fact]
    public async Task Restore_Interrupted_GivesTheSameBytes()
    {
        var whole = await PipelineCase.RestoreAsync(WithNeighbours(), Settings);
        var resumed = await PipelineCase.RestoreAsync(WithNeighbours(), Settings, interruptAt: 3);
        resumed.Output.ToArray().ShouldBe(whole.Output.ToArray());
    }

    [Fact]
    public async Task Restore_FlickerWithoutGrain_EvensTheLightUnderAuto()
    {
        var input = new PictureInput(Png.Encode(Reel.Clean(0, 0)))
        {
            Companions = [.. Enumerable.Range(1, 4).Select(n => new Companion(CompanionRole.Frame, Png.Encode(Reel.Worn(Reel.Clean(n, 0), n, sigma: 0, light: 1.05f))))],
        };

        var finished = await PipelineCase.RestoreAsync(input, new RestoreSettings { Steps = 6 });

        finished.Outcome.ShouldBe("restored");
        finished.Report.Light!.Value.ShouldBe(Math.Pow(1.05, 0.8), 0.004);
    }

    [Fact]
    public async Task Restore_SteadyCleanFrames_AreLeftAloneByAuto()
    {
        var clean = Png.Encode(TestScene());
        var input = new PictureInput(clean) { Companions = [new Companion(CompanionRole.Frame, clean)] };
        var finished = await PipelineCase.RestoreAsync(input, new RestoreSettings());
        (finished.Outcome, finished.Output.ToArray().SequenceEqual(clean)).ShouldBe(("unchanged", true));
    }

    [Fact]
    public async Task Restore_NeighbourThatCantBeRead_DoesWithoutIt()
    {
        var input = WithNeighbours();
        var finished = await PipelineCase.RestoreAsync(
            input with { Companions = [new Companion(CompanionRole.Frame, "no picture"u8.ToArray()), .. input.Companions.Skip(1)] }, Settings);
        finished.Report.Frames.ShouldBe(4);
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(null, null)]
    [InlineData(false, null)]
    public async Task Restore_PagesOfOneFile_AreAFilmWhenAskedFor(bool? sequence, int? frames)
    {
        var pages = TestPictures.Codec.Join([.. Enumerable.Range(-1, 3).Select(n => Tiff(Frame(n)))]);
        using var prior = OracleCase.Prior();
        var restorer = PipelineCase.Restorer();
        var work = await restorer.OpenAsync(pages, Settings with { Sequence = sequence }, null, TestContext.Current.CancellationToken);
        OracleCase.Run(work.Session!, prior);
        var next = await restorer.NextPageAsync(work, TestContext.Current.CancellationToken);
        (next!.Image.Page, next.Plan.Film?.Frames).ShouldBe((1, frames));
    }

    private static PictureInput WithNeighbours() => new(Frame(0))
    {
        Companions = [.. FilmWindow.Around(2, 5).Select(n => new Companion(CompanionRole.Frame, Frame(n - 2)))],
    };

    private static byte[] Frame(int n) => Png.Encode(Reel.Worn(Reel.Clean(1.5 * n, 0.5 * n), n + 10));

    private static byte[] Tiff(byte[] png)
    {
        using var image = Image.NewFromBuffer(png);
        return image.TiffsaveBuffer();
    }

    /// <summary>Sharp and clean blocks: nothing for auto to do.</summary>
    private static Tensors.ImageTensor TestScene()
    {
        var scene = new Tensors.ImageTensor(3, 48, 64);
        for (var n = 0; n < scene.Data.Length; n++)
        {
            scene.Data[n] = (40 + ((((n % 64 / 8 * 5) + (n / 64 % 48 / 8 * 3)) * 37) % 180)) / 255f;
        }

        return scene;
    }
}
