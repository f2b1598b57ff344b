using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Blur;

public sealed class ShakeSearchTests
{
    private const int Side = 21;

    [Fact]
    public void Find_ABentPathOverAScene_FindsThePathAndItsDirection()
    {
        var path = BentPath();
        var found = ShakeChoice.Find(Shaken(path, 160), Side, TestContext.Current.CancellationToken).ShouldNotBeNull();

        var likeness = KernelAgreement.Correlation(found.Kernel.ToKernel(), DegradationKernel.OfPointSpread(path));
        likeness.ShouldBeGreaterThan(0.8);
        likeness.ShouldBeGreaterThan(KernelAgreement.Correlation(found.Kernel.ToKernel(), DegradationKernel.OfPointSpread([.. path.Reverse()])) + 0.05);
        found.Strength.ShouldBeGreaterThan(0);
        found.Kernel.Weights.Sum().ShouldBe(1, 1e-4f);
        found.Kernel.Weights.ShouldAllBe(w => w >= 0);
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

    /// <summary>Down, then off to the right, slower at the end.</summary>
    private static float[] BentPath()
    {
        var path = new float[Side * Side];
        for (var n = 0; n < 12; n++)
        {
            var (y, x) = n < 6 ? (5 + n, 7) : (10 + ((n - 6) / 3), 2 + n);
            path[(y * Side) + x] += 1 + (n / 6);
        }

        var sum = path.Sum();
        return [.. path.Select(w => w / sum)];
    }

    /// <summary>By valid convolution of a larger scene, so that light comes in from outside, with a little noise.</summary>
    private static ImageTensor Shaken(float[] path, int side)
    {
        var (wide, random) = (side + Side - 1, new Random(5));
        var scene = new float[wide * wide];
        scene.AsSpan().Fill(0.5f);
        for (var box = 0; box < 150; box++)
        {
            var (y0, x0, height, width, shade) = (random.Next(wide), random.Next(wide), random.Next(6, 40), random.Next(6, 40), (float)random.NextDouble());
            for (var n = 0; n < height * width; n++)
            {
                var (y, x) = (y0 + (n / width), x0 + (n % width));
                if (y < wide && x < wide)
                {
                    scene[(y * wide) + x] = 0.1f + (0.8f * shade);
                }
            }
        }

        var shaken = new ImageTensor(1, side, side);
        Parallel.For(0, side * side, n =>
        {
            for (var d = 0; d < path.Length; d++)
            {
                shaken.Data[n] += path[d] * scene[(((n / side) + Side - 1 - (d / Side)) * wide) + (n % side) + Side - 1 - (d % Side)];
            }
        });
        for (var n = 0; n < shaken.Data.Length; n++)
        {
            shaken.Data[n] += (float)((random.NextDouble() - 0.5) / 255);
        }

        return shaken;
    }
}
