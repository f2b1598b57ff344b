using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Planning;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Blur;

public sealed class BlurConsistencyTests
{
    private static readonly DegradationKernel Across = Stroke(0, 1);
    private static readonly DegradationKernel Down = Stroke(1, 0);

    [Fact]
    public void Agreement_OneMotionEverywhere_IsTrusted()
    {
        var picture = KernelEstimationTests.Blurred(Across);
        var kernel = KernelEstimator.Estimate(picture, 11, 0.002, TestContext.Current.CancellationToken);
        BlurConsistency.Agreement(picture, kernel, 0.002, TestContext.Current.CancellationToken).ShouldNotBeNull().ShouldBeGreaterThan(RestorationPlanner.LeastAgreement);
    }

    [Fact]
    public void Agreement_EachHalfMovedItsOwnWay_IsRefused()
    {
        var (picture, down) = (KernelEstimationTests.Blurred(Across), KernelEstimationTests.Blurred(Down));
        down.Data.AsSpan(down.Data.Length / 2).CopyTo(picture.Data.AsSpan(down.Data.Length / 2));
        var kernel = KernelEstimator.Estimate(picture, 11, 0.002, TestContext.Current.CancellationToken);
        BlurConsistency.Agreement(picture, kernel, 0.002, TestContext.Current.CancellationToken).ShouldNotBeNull().ShouldBeLessThan(RestorationPlanner.LeastAgreement);
    }

    [Fact]
    public void Agreement_TooSmallAPicture_SaysNothing() =>
        BlurConsistency.Agreement(new ImageTensor(1, 90, 90), Across, 0, TestContext.Current.CancellationToken).ShouldBeNull();

    private static DegradationKernel Stroke(int dy, int dx)
    {
        var weights = new float[121];
        for (var n = -4; n <= 4; n++)
        {
            weights[((5 + (n * dy)) * 11) + 5 + (n * dx)] = 1f / 9;
        }

        return new DegradationKernel(1, 11, weights);
    }
}
