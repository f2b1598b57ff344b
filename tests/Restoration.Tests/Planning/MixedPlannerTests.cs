using BirD.Restoration.Degradations;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Degradations.Blur;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Planning;

public sealed class MixedPlannerTests
{
    [Fact]
    public void Plan_DarkPictureWithHoles_FindsTheLightAndNoBlur()
    {
        var plan = Plan(KernelEstimationTests.Scene(), light: 0.25f, holes: 0.1);
        plan.Diagnosis.Blur.ShouldBeNull();
        plan.Exposure.ShouldBeInRange(0.15, 0.45);
    }

    [Fact]
    public void Plan_BlurredPictureWithHoles_FindsTheBlur()
    {
        var plan = Plan(KernelEstimationTests.Blurred(KernelShapes.Gaussian(1, 15, 2)), light: 1, holes: 0.02);
        plan.Exposure.ShouldBe(1);
        plan.Diagnosis.Blur.ShouldNotBeNull().Sigma.ShouldBeInRange(1.3, 2.7);
    }

    private static RestorationPlan Plan(ImageTensor scene, float light, double holes)
    {
        var known = Holes.Random(scene.Height, scene.Width, holes, seed: 4);
        var damaged = Holes.Blacken(scene, known);
        System.Numerics.Tensors.TensorPrimitives.Multiply(damaged.Data, light, damaged.Data);
        return RestorationPlanner.Plan(
            damaged, new RestoreSettings { Task = RestorationTask.Mixed }, new PictureFacts { Known = known }, TestContext.Current.CancellationToken);
    }
}
