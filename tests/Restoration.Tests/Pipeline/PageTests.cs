using BirD.Restoration.Imaging.Tiff;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Imaging;
using BirD.Restoration.Tests.Support;
using NetVips;

namespace BirD.Restoration.Tests.Pipeline;

/// <summary>A TIFF of several pages is restored page by page and comes back as one file.</summary>
public sealed class PageTests
{
    private static readonly RestoreSettings Settings = new() { Steps = 6 };

    [Fact]
    public async Task Pages_OfDifferentKinds_ComeBackInOrder()
    {
        using var prior = new GaussianDenoiser();
        var restorer = Restorer(prior);
        var input = File();

        var finished = await RunAsync(restorer, await restorer.OpenAsync(input, Settings, null, default), prior);

        finished.Outcome.ShouldBe("restored");
        finished.Report.Reason.ShouldBe("1 of 3 pages restored");
        finished.Report.Pages.Select(page => page.Outcome).ShouldBe(["unchanged", "restored", "unchanged"]);
        finished.Report.Pages[2].Reason.ShouldBe("a mask page, kept as it is");
        var result = TiffFile.Read(finished.Output);
        result.Pages.Select(page => page.Number(TiffTags.Width)).ShouldBe([64UL, 96, 64]);
        result.Pages[2].Number(TiffTags.NewSubfileType).ShouldBe(4UL);
        Page(finished.Output, 0).ShouldBe(Page(input, 0));
        Page(finished.Output, 1).ShouldNotBe(Page(input, 1));
        Page(finished.Output, 2).ShouldBe(Page(input, 2));
    }

    [Fact]
    public async Task Checkpoint_InTheSecondPage_ContinuesBitForBit()
    {
        using var prior = new GaussianDenoiser();
        var restorer = Restorer(prior);
        var input = File(noisyFirst: true);
        var whole = await RunAsync(restorer, await restorer.OpenAsync(input, Settings, null, default), prior);

        var first = await restorer.OpenAsync(input, Settings, null, default);
        OracleCase.Run(first.Session!, prior);
        var second = (await restorer.NextPageAsync(first, default))!;
        OracleCase.Run(second.Session!, prior, until: 3);
        var checkpoint = await restorer.CheckpointAsync(second, default);
        var resumed = await restorer.OpenAsync(input, Settings, checkpoint, default);

        (resumed.Image.Page, resumed.Session!.StepIndex, resumed.StepsBefore).ShouldBe((1, 3, 6));
        (await RunAsync(restorer, resumed, prior)).Output.ToArray().ShouldBe(whole.Output.ToArray());
    }

    [Fact]
    public async Task NothingToDoOnAnyPage_GivesTheSameBytes()
    {
        using var prior = new GaussianDenoiser();
        var restorer = Restorer(prior);
        using var page = Blocks(64, 48);
        var input = TestPictures.Codec.Join([page.TiffsaveBuffer(), page.TiffsaveBuffer()]);
        var finished = await RunAsync(restorer, await restorer.OpenAsync(input, Settings, null, default), prior);
        (finished.Outcome, finished.Output.ToArray().SequenceEqual(input)).ShouldBe(("unchanged", true));
    }

    private static PictureRestorer Restorer(IDenoiser prior) => new(TestPictures.Codec, prior.Info, "cpu", new WorkLimits());

    private static async Task<FinishedPicture> RunAsync(PictureRestorer restorer, PictureWork work, IDenoiser prior)
    {
        while (true)
        {
            if (work.Session is { } session)
            {
                OracleCase.Run(session, prior);
            }

            if (await restorer.NextPageAsync(work, default) is not { } next)
            {
                return await restorer.FinishAsync(work, default);
            }

            work = next;
        }
    }

    /// <summary>A clean (or noisy) page, a larger noisy one, an infrared page that says so.</summary>
    private static byte[] File(bool noisyFirst = false)
    {
        using var clean = Blocks(64, 48);
        using var noisy = Noisy(96, 80);
        using var infrared = TestPictures.Smooth(64, 48, bands: 1);
        using var first = noisyFirst ? Noisy(64, 48) : clean.Copy();
        return TestPictures.Codec.Join(
        [
            first.TiffsaveBuffer(), noisy.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw),
            FormatTableTests.Rewrite(infrared.TiffsaveBuffer(), page => page.Set(TiffEntry.OfShort(TiffTags.NewSubfileType, 4))),
        ]);
    }

    /// <summary>Sharp and clean: nothing for auto to do.</summary>
    private static Image Blocks(int width, int height) => TestPictures.From(
        [.. Enumerable.Range(0, width * height * 3).Select(i => (ushort)(40 + ((((i / 3 % width / 8 * 5) + (i / 3 / width / 8 * 3)) * 37) % 180)))], width, height, 3, wide: false);

    private static Image Noisy(int width, int height)
    {
        using var smooth = TestPictures.Smooth(width, height);
        using var grain = Image.Gaussnoise(width, height, sigma: 20, mean: 0, seed: 1);
        return (smooth + grain).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static byte[] Page(ReadOnlyMemory<byte> tiff, int page)
    {
        using var image = Image.TiffloadBuffer(tiff.ToArray(), page: page);
        return image.WriteToMemory<byte>();
    }
}
