using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Pipeline;

public sealed class FoundMarksTests
{
    private const int Height = 160;
    private const int Width = 200;

    private static readonly RestoreSettings Settings = new() { Steps = 1 };

    private readonly PictureInput scan = new(Png.Encode(Specked()));

    [Fact]
    public async Task Restore_AutoOnASpeckedPicture_ChangesNothingButTheMarksAndTakesTheirMaskBack()
    {
        var finished = await PipelineCase.RestoreAsync(scan, Settings);

        finished.Outcome.ShouldBe("restored");
        finished.Report.Marks.ShouldNotBeNull().Bright.ShouldBeGreaterThan(10);
        var mask = PipelineCase.Decode(finished.Found);
        var (before, after) = (PipelineCase.Decode(scan.Picture), PipelineCase.Decode(finished.Output));
        for (var n = 0; n < before.Data.Length; n++)
        {
            if (mask.Data[n % mask.PlaneLength] < 0.5f)
            {
                after.Data[n].ShouldBe(before.Data[n]);
            }
        }

        var told = scan with { Companions = [new Companion(CompanionRole.Mask, finished.Found)] };
        var again = await PipelineCase.RestoreAsync(told, Settings with { Task = RestorationTask.Inpaint });
        PipelineCase.Decode(again.Output).Data.ShouldBe(after.Data);
        again.Found.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task Restore_MarksAreToBeLeft_FillsNothing()
    {
        var finished = await PipelineCase.RestoreAsync(scan, Settings with { Leave = LeftAlone.Marks });

        finished.Report.Marks.ShouldBeNull();
        finished.Found.IsEmpty.ShouldBeTrue();
    }

    private static ImageTensor Specked()
    {
        var random = new Random(5);
        var picture = new ImageTensor(3, Height, Width);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            var (c, y, x) = (n / picture.PlaneLength, n % picture.PlaneLength / Width, n % Width);
            picture.Data[n] = (float)(0.4 + (0.15 * Math.Sin((x / 30.0) + c)) + (0.1 * Math.Cos((y / 25.0) - (2 * c))));
        }

        for (var k = 0; k < 40; k++)
        {
            var at = (random.Next(6, Height - 6) * Width) + random.Next(6, Width - 6);
            foreach (var n in (int[])[at, at + 1, at + Width, at + Width + 1, at + 2, at - Width])
            {
                for (var c = 0; c < 3; c++)
                {
                    picture.Plane(c)[n] = 0.95f;
                }
            }
        }

        return picture;
    }
}
