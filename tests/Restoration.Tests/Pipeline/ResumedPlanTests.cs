using BirD.Restoration.Checkpointing;
using BirD.Restoration.Degradations;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Degradations.Blur;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Pipeline;

public sealed class ResumedPlanTests
{
    private static readonly RestoreSettings Settings = new() { Task = RestorationTask.Deblur, Steps = 3, KernelSize = 9 };

    [Fact]
    public async Task Resume_OfABlindDeblurring_TakesTheKernelThatWasFoundAndSearchesNone()
    {
        using var prior = OracleCase.Prior();
        var restorer = PipelineCase.Restorer();
        var input = Png.Encode(KernelEstimationTests.Blurred(KernelShapes.Gaussian(1, 9, 1.6)));
        using var begun = await restorer.OpenAsync(input, Settings, null, TestContext.Current.CancellationToken);
        var session = begun.Session.ShouldNotBeNull();
        OracleCase.Run(session, prior, 1);
        var found = begun.Plan.Diagnosis.Blur.ShouldNotBeNull();
        // A mark that no search would find.
        var marked = begun.Plan with { Diagnosis = begun.Plan.Diagnosis with { Blur = found with { Elongation = 1.234567 } } };

        using var same = await restorer.OpenAsync(
            input, Settings, await restorer.CheckpointAsync(begun, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var resumed = await restorer.OpenAsync(input, Settings, Checkpoint(PlanMemory.Write(marked)), TestContext.Current.CancellationToken);

        resumed.Plan.Diagnosis.Blur.ShouldNotBeNull().Elongation.ShouldBe(1.234567);
        resumed.Session.ShouldNotBeNull().StepIndex.ShouldBe(1);
        var kept = same.Plan.Diagnosis.Blur.ShouldNotBeNull();
        (kept with { Kernel = null }).ShouldBe(found with { Kernel = null });
        kept.Kernel.ShouldNotBeNull().Weights.ShouldBe(found.Kernel.ShouldNotBeNull().Weights);

        foreach (var other in new[] { null, PlanMemory.Write(marked).Replace("\"version\":1", "\"version\":0", StringComparison.Ordinal), "no plan" })
        {
            (await Should.ThrowAsync<CheckpointException>(() =>
                restorer.OpenAsync(input, Settings, Checkpoint(other), TestContext.Current.CancellationToken).AsTask())).Message.ShouldContain("plan");
        }

        byte[] Checkpoint(string? plan) => CheckpointCodec.Write(
            session.State, session.StepIndex,
            new CheckpointIdentity(begun.InputSha256, SettingsCodec.Hash(Settings, restorer.PriorSha256), session.Sampler.StepCount), plan);
    }
}
