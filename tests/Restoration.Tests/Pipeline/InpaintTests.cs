using BirD.Restoration.Checkpointing;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Metrics;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Pipeline;

public sealed class InpaintTests
{
    private static readonly RestoreSettings Settings = new() { Task = RestorationTask.Inpaint, Steps = 6 };

    private readonly ImageTensor clean = PipelineCase.Decode(Png.Encode(OracleCase.Picture()));
    private readonly KnownPixels known = Holes.Random(32, 48, 0.2, seed: 4);

    private PictureInput Input(KnownPixels mask) => new(Png.Encode(Holes.Blacken(clean, known)))
    {
        Companions = [new Companion(CompanionRole.Mask, Png.Encode(Holes.MaskPicture(mask)))],
    };

    [Fact]
    public async Task Restore_MaskGiven_FillsWhatIsMissingAndKeepsEveryKnownPixelToTheBit()
    {
        var finished = await PipelineCase.RestoreAsync(Input(known), Settings);

        finished.Outcome.ShouldBe("restored");
        var result = PipelineCase.Decode(finished.Output);
        ImageMetrics.Psnr(result, clean).ShouldBeGreaterThan(35);
        for (var n = 0; n < clean.Data.Length; n++)
        {
            if (known.IsKnown(n % clean.PlaneLength))
            {
                result.Data[n].ShouldBe(clean.Data[n]);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restore_Auto_InpaintsExactlyWhereAMaskSaysSo(bool withMask)
    {
        var input = withMask ? Input(known) : new PictureInput(Png.Encode(clean));
        var report = (await PipelineCase.RestoreAsync(input, Settings with { Task = RestorationTask.Auto })).Report;
        (report.Task == "inpaint").ShouldBe(withMask);
    }

    [Fact]
    public async Task Restore_NoMaskOrAnEmptyOne_LeavesThePictureAlone()
    {
        var empty = Holes.Random(32, 48, 0, seed: 1);
        foreach (var input in (PictureInput[])[Input(empty), new(Input(known).Picture)])
        {
            var finished = await PipelineCase.RestoreAsync(input, Settings);
            finished.Outcome.ShouldBe("unchanged");
            finished.Output.ToArray().ShouldBe(input.Picture.ToArray());
            finished.Report.Reason.ShouldNotBeNull().ShouldContain("mask");
        }
    }

    [Fact]
    public async Task Restore_AlphaSaysWhatIsMissing_IsTheSameAsTheMaskFile()
    {
        var opacity = new ImageTensor(1, 32, 48, known.Weights.ToArray());
        var input = new PictureInput(Png.Encode(Holes.Blacken(clean, known), opacity));

        var finished = await PipelineCase.RestoreAsync(input, Settings with { MaskFrom = MaskPlane.Alpha });

        var fromFile = await PipelineCase.RestoreAsync(Input(known), Settings);
        PipelineCase.Decode(finished.Output).Data.ShouldBe(PipelineCase.Decode(fromFile.Output).Data);
    }

    [Fact]
    public void FromInfrared_DarkSpotOnAnEvenPlane_IsMissingWithARim()
    {
        var infrared = new ImageTensor(1, 40, 40);
        infrared.Data.AsSpan().Fill(0.8f);
        infrared.Data[(20 * 40) + 20] = 0.3f;
        var image = new DecodedImage(new ImageTensor(3, 40, 40), infrared, "tiff", 16, default);

        MaskReader.FromInfrared(image, infrared).Known.ShouldNotBeNull().MissingIndices().ShouldBe(
            from y in Enumerable.Range(19, 3) from x in Enumerable.Range(19, 3) select (y * 40) + x);
    }

    [Fact]
    public async Task Open_MaskOfAnotherSizeOrPlaneThatIsNotThere_IsRefusedWithTheReason()
    {
        var restorer = PipelineCase.Restorer();
        var (token, other) = (TestContext.Current.CancellationToken, Holes.Random(32, 47, 0.1, seed: 1));
        var wrongSize = await Should.ThrowAsync<PictureException>(async () => await restorer.OpenAsync(Input(other), Settings, null, token));
        wrongSize.Message.ShouldContain("47 x 32");
        wrongSize.Message.ShouldContain("48 x 32");

        var noPlane = await Should.ThrowAsync<PictureException>(async () =>
            await restorer.OpenAsync(Input(known).Picture, Settings with { MaskFrom = MaskPlane.Infrared }, null, token));
        noPlane.Message.ShouldContain("infrared");
    }

    [Fact]
    public async Task Resume_FromACheckpoint_GivesTheSameBytes_AndAnotherMaskRefusesIt()
    {
        var through = await PipelineCase.RestoreAsync(Input(known), Settings);
        var resumed = await PipelineCase.RestoreAsync(Input(known), Settings, interruptAt: 3);
        resumed.Output.ToArray().ShouldBe(through.Output.ToArray());

        var restorer = PipelineCase.Restorer();
        var token = TestContext.Current.CancellationToken;
        var checkpoint = await restorer.CheckpointAsync(await restorer.OpenAsync(Input(known), Settings, null, token), token);
        await Should.ThrowAsync<CheckpointException>(async () =>
            await restorer.OpenAsync(Input(Holes.Random(32, 48, 0.2, seed: 5)), Settings, checkpoint, token));
    }
}
