using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Blur;

public sealed class ShakeSearchTests
{
    [Fact]
    public void Find_ABentPathOverAScene_FindsThePathAndItsDirection()
    {
        var path = ShakenScene.BentPath();
        var found = ShakeChoice.Find(ShakenScene.Of(path, 160), ShakenScene.Side, TestContext.Current.CancellationToken).ShouldNotBeNull();

        var likeness = KernelAgreement.Correlation(found.Kernel.ToKernel(), DegradationKernel.OfPointSpread(path));
        likeness.ShouldBeGreaterThan(0.8);
        likeness.ShouldBeGreaterThan(KernelAgreement.Correlation(found.Kernel.ToKernel(), DegradationKernel.OfPointSpread([.. path.Reverse()])) + 0.05);
        found.Strength.ShouldBeGreaterThan(0);
        found.Kernel.Weights.Sum().ShouldBe(1, 1e-4f);
        found.Kernel.Weights.ShouldAllBe(w => w >= 0);
    }

    /// <summary>A lens blur that was believed wrongly must lose against the path, or searching for it would be in vain.</summary>
    [Fact]
    public void StrengthOf_ALensOfTheSameWidth_IsLessThanOfThePathThatWasFound()
    {
        var path = ShakenScene.Loop();
        var picture = ShakenScene.Of(path, 128);
        var found = ShakeChoice.Find(picture, ShakenScene.Side, TestContext.Current.CancellationToken).ShouldNotBeNull();
        var width = BlurEstimator.Describe(DegradationKernel.OfPointSpread(path)).Sigma;

        foreach (var lens in (DegradationKernel[])[KernelShapes.Gaussian(1, ShakenScene.Side, width), KernelShapes.Disc(ShakenScene.Side, 2 * width)])
        {
            ShakeChoice.StrengthOf(picture, found.Start.Side, PointSpread.Of(lens)).ShouldBeLessThan(found.Strength);
        }

        ShakeChoice.StrengthOf(picture, found.Start.Side, found.Kernel).ShouldBe(found.Strength, 1e-6);
    }

    [Theory]
    [InlineData(false, false, 0, true)]
    [InlineData(true, false, 0, false)]
    [InlineData(true, false, 4.6, true)]
    [InlineData(true, false, 3.4, false)]
    [InlineData(true, true, 4.6, false)]
    [InlineData(false, true, 4.6, true)]
    public void MayBeShaken_ASimpleBlurThatIsBelieved_OnlyIfItLeavesAnErrorThatIsNoJpegs(bool isSimple, bool compressed, double error, bool searched) =>
        BlurEstimator.MayBeShaken(isSimple, compressed, error / 255).ShouldBe(searched);

    [Theory]
    [InlineData(9, 0.3, 7, 0.2, false)]
    [InlineData(7, 0.2, 9, 0.3, true)]
    [InlineData(9, 0.3, 9, 0.2, true)]
    [InlineData(7, 0.2, 7, 0.3, false)]
    public void IsBetter_APathThatIsCutOffByItsFrame_LosesToOneThatHasRoom(int extent, double strength, int otherExtent, double otherStrength, bool better) =>
        ShakeChoice.IsBetter(Stroke(extent, strength), Stroke(otherExtent, otherStrength)).ShouldBe(better);

    /// <summary>In a frame of 9 px.</summary>
    private static ShakeFinding Stroke(int extent, double strength)
    {
        var weights = new float[9 * 9];
        weights.AsSpan((9 * 4) + ((9 - extent) / 2), extent).Fill(1f / extent);
        return new ShakeFinding(new PointSpread(9, weights), strength, default);
    }

    [Fact]
    public void Find_APictureSmallerThanAnyFrameNeeds_FindsNothing() =>
        ShakeChoice.Find(new ImageTensor(1, 60, 400), null, TestContext.Current.CancellationToken).ShouldBeNull();

    [Fact]
    public void Cleaned_WeakTapsAndIslandsGo_AndTheMiddleIsTheMiddle()
    {
        var weights = new float[11 * 11];
        (weights[12], weights[13], weights[14]) = (1, 1, 1);
        (weights[26], weights[100]) = (0.01f, 0.2f);

        var cleaned = new PointSpread(11, weights).Cleaned();

        cleaned.Weights.Count(w => w > 0).ShouldBe(3);
        cleaned.Weights[(5 * 11) + 5].ShouldBe(1f / 3, 1e-6f);
        cleaned.Extent.ShouldBe(3);
    }

    [Fact]
    public void Usable_AroundCutOffLight_IsNotAsked()
    {
        var picture = new ImageTensor(3, 40, 50);
        picture.Plane(1)[(20 * 50) + 30] = 1;

        var usable = UsablePixels.Of(picture, 3).ShouldNotBeNull();

        usable.Data.Count(w => w == 0).ShouldBe(7 * 7);
        (usable.Data[(17 * 50) + 27], usable.Data[(16 * 50) + 30], usable.Data[(23 * 50) + 33]).ShouldBe((0f, 1f, 0f));
        UsablePixels.Of(new ImageTensor(1, 8, 8), 3).ShouldBeNull();
    }
}
