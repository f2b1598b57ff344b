using System.Net;

namespace BirD.Deploy.Tests.Cluster;

/// <summary>A cluster in the environment of its pods: it starts, works, and ends as Kubernetes ends pods.</summary>
public sealed class DeploymentTests(Deployment deployment)
{
    [Fact]
    public void EverySilo_AnswersItsProbes()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        deployment.Probes.Count.ShouldBe(9);
        deployment.Probes.ShouldAllBe(probe => probe.Answer == HttpStatusCode.OK);
    }

    [Fact]
    public void TheJob_IsDone()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        ((int?)deployment.Job["counts"]!["restored"]).ShouldBe(PodEnvironment.Pictures);
    }

    /// <summary>A picture whose end the shard did not hear of, because it was moving just then, is found done: it counts as skipped.</summary>
    [Fact]
    public void Sigterm_DrainsEverySilo_AndLosesNothing()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        deployment.Drained.Select(silo => silo.Code).ShouldBe([0, 0, 0]);
        var counts = deployment.Interrupted["counts"]!;
        ((int)counts["restored"]! + (int)counts["skipped"]!, (int)counts["failed"]!).ShouldBe((PodEnvironment.Pictures, 0), deployment.Story);
    }

    /// <summary>
    /// A drained picture goes on from the step it was at: at most that one is taken twice. Steps that were told to a job's grain
    /// before it moved, or taken while a shard moved, are in nobody's count: there is no lower bound to hold, not even one.
    /// </summary>
    [Fact]
    public void Sigterm_RepeatsAtMostAStepOfEachPicture()
    {
        Assert.SkipWhen(Deployment.Missing is not null, Deployment.Missing ?? "");
        const int Needed = PodEnvironment.Pictures * PodEnvironment.Steps;
        ((int)deployment.Interrupted["counts"]!["steps"]!).ShouldBeLessThanOrEqualTo(Needed + PodEnvironment.Pictures, deployment.Story);
    }
}
