using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Degradations.Noise;

namespace BirD.Restoration.Tests.Degradations.Tone;

public sealed class FadeEstimatorTests
{
    [Fact]
    public void FindsAFadingAndBringsThePictureNearer()
    {
        var sound = Photograph();
        var faded = new ToneMap(0.1, [0.6, 0.75, 0.85]).Redo(sound.Clone());
        var map = FadeEstimator.Find(faded);
        map.ShouldNotBeNull();
        var before = ImageMetrics.Psnr(sound, faded);
        ImageMetrics.Psnr(sound, map.Undo(faded)).ShouldBeGreaterThan(before + 4);
    }

    [Fact]
    public void LeavesATonedPrintAsItWasMeant()
    {
        var print = Photograph();
        for (var n = 0; n < print.PlaneLength; n++)
        {
            var grey = (print.Data[n] + print.Data[print.PlaneLength + n] + print.Data[(2 * print.PlaneLength) + n]) / 3;
            // Sepia on paper that has yellowed: no black left, and least in blue.
            (print.Data[n], print.Data[print.PlaneLength + n], print.Data[(2 * print.PlaneLength) + n]) =
                (0.28f + (0.7f * grey), 0.22f + (0.7f * grey), 0.18f + (0.62f * grey));
        }

        FadeEstimator.Find(print).ShouldBeNull();
    }

    [Fact]
    public void LeavesASoundPicture() => FadeEstimator.Find(Photograph()).ShouldBeNull();

    [Theory]
    [InlineData(0.75, 0.75, 0.75)]
    [InlineData(0.4, 0.9, 0.98)]
    public void LeavesHazeAndColoursThatNoDyeLoses(double red, double green, double blue) =>
        FadeEstimator.Find(new ToneMap(0.1, [red, green, blue]).Redo(Photograph())).ShouldBeNull();

    [Fact]
    public void LeavesASceneInWhichNothingIsWhite()
    {
        var fog = new ToneMap(0.1, [0.6, 0.75, 0.85]).Redo(Photograph());
        for (var n = 0; n < fog.Data.Length; n++)
        {
            fog.Data[n] *= 0.65f;
        }

        FadeEstimator.Find(fog).ShouldBeNull();
    }

    [Fact]
    public void ABlackMountDoesNotHideThatThePictureHasFaded()
    {
        var faded = new ToneMap(0.1, [0.6, 0.75, 0.85]).Redo(Photograph());
        var mounted = new ImageTensor(3, faded.Height + 80, faded.Width + 80);
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < faded.Height; y++)
            {
                faded.Plane(c).Slice(y * faded.Width, faded.Width).CopyTo(mounted.Plane(c)[(((y + 40) * mounted.Width) + 40)..]);
            }
        }

        FadeEstimator.Find(mounted).ShouldNotBeNull();
    }

    [Fact]
    public void NumbersOfTheReportGiveThePictureAsItWasFound()
    {
        var map = new ToneMap(0.12, [0.6, 0.75, 0.85]);
        var faded = map.Redo(Photograph());
        var again = map.Redo(map.Undo(faded.Clone()));
        Enumerable.Range(0, faded.Data.Length).Max(n => Math.Abs(again.Data[n] - faded.Data[n])).ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void TooLittleLightIsTold()
    {
        var dark = Photograph();
        DarknessTest.IsUnlit(dark).ShouldBeFalse();
        for (var n = 0; n < dark.Data.Length; n++)
        {
            dark.Data[n] /= 4;
        }

        DarknessTest.IsUnlit(dark).ShouldBeTrue();
        DarknessTest.IsUnlit(new ImageTensor(3, 200, 200)).ShouldBeFalse();
    }

    /// <summary>Shading from a colour to another, its hue turning from left to right, with deep shadows and something white in it.</summary>
    private static ImageTensor Photograph()
    {
        var picture = NoiseModelTests.Scene();
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < picture.Height; y++)
            {
                var row = picture.Plane(c).Slice(y * picture.Width, picture.Width);
                for (var x = 0; x < picture.Width; x++)
                {
                    var right = (float)x / picture.Width;
                    row[x] *= c switch { 0 => 1 - (0.4f * right), 2 => 0.6f + (0.4f * right), _ => 1 };
                }

                row[(picture.Width - 40)..(picture.Width - 20)].Fill(0.05f);
                row[(picture.Width - 20)..].Fill(0.96f);
            }
        }

        return picture;
    }
}
