using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Metrics;

namespace BirD.Restoration.Tests.Degradations.Blur;

public sealed class KernelFitTests
{
    [Fact]
    public void Fit_TrueEdges_FindsAnyKernel()
    {
        // A bent, lopsided stroke: nothing that symmetry could find by luck.
        var weights = new float[81];
        (weights[20], weights[21], weights[30], weights[40], weights[49], weights[58]) = (0.1f, 0.2f, 0.2f, 0.2f, 0.2f, 0.1f);
        var truth = new DegradationKernel(1, 9, weights);
        var (x, y) = EdgePrediction.Differences(KernelEstimationTests.Scene());
        var found = KernelFit.Fit(new EdgePrediction(x, y), KernelEstimationTests.Blurred(truth), KernelShapes.Gaussian(1, 9, 1), 1e-6);
        KernelAgreement.Correlation(truth, found).ShouldBeGreaterThan(0.995);
        found.Weights.ShouldAllBe(w => w >= 0);
    }

    [Fact]
    public async Task Estimate_OneThreadOrMany_GivesTheSameBits()
    {
        var blurred = KernelEstimationTests.Blurred(KernelShapes.Gaussian(1, 11, 1.6));
        var alone = await Task.Factory.StartNew(
            () => KernelEstimator.Estimate(blurred, 11, 0.004, TestContext.Current.CancellationToken), CancellationToken.None, TaskCreationOptions.None,
            // Parallel loops take the scheduler of the task that they run in.
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler);
        alone.Weights.ShouldBe(KernelEstimator.Estimate(blurred, 11, 0.004, TestContext.Current.CancellationToken).Weights);
    }
}
