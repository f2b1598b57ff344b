using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Residency;

/// <summary>The engine with a residency: pictures stay away for whole segments, and are at home whenever their owner has them.</summary>
public sealed class ResidentEngineTests : IAsyncDisposable
{
    private readonly OnnxDenoiser prior = ResidentCase.Prior();
    private readonly Faulty residency;
    private readonly StepEngine engine;

    public ResidentEngineTests()
    {
        residency = new Faulty(new OnnxResidency(prior, ResidentCase.Device));
        engine = new StepEngine(prior, "test", TimeProvider.System, residency: residency, overlaps: true);
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        residency.Dispose();
        prior.Dispose();
    }

    [Fact]
    public async Task Run_PicturesOfAllKinds_ComeOutAsOnTheHost()
    {
        (string Task, int Height, int Width)[] kinds =
            [("denoise", 48, 40), ("deblur", 48, 40), ("inpaint", 48, 40), ("learning", 48, 40), ("samples", 33, 40), ("denoise", 33, 40)];
        SamplerSession[] sessions = [.. kinds.Select(kind => Session(kind.Task, kind.Height, kind.Width))];

        var results = await Task.WhenAll(sessions.Select(session => Run(session)));

        results.ShouldAllBe(result => result.End == SegmentEnd.Completed);
        residency.Largest.ShouldBeGreaterThan(1, "pictures of one shape go together");
        foreach (var (session, kind) in sessions.Zip(kinds))
        {
            var alone = Session(kind.Task, kind.Height, kind.Width);
            OracleCase.Run(alone, prior);
            Golden.MaxDifference(session.Sampler.Result(session.State).Data, alone.Sampler.Result(alone.State).Data).ShouldBeLessThan(2e-4f, kind.Task);
        }
    }

    /// <summary>Two runs of a graph for sixteen and four, one for one; everybody at another step, so mirrored in another way and with other noise.</summary>
    [Theory]
    [InlineData("denoise")]
    [InlineData("noisy")]
    [InlineData("inpaint")]
    public async Task Run_ManyAtDifferentSteps_ComeOutAsAlone(string task)
    {
        SamplerSession[] sessions = [.. Enumerable.Range(0, 21).Select(_ => Session(task, 24, 20))];
        foreach (var (n, session) in sessions.Index())
        {
            await Run(session, new SegmentLimit(n % session.StepCount, TimeSpan.MaxValue));
        }

        await Task.WhenAll(sessions.Select(session => Run(session)));

        var alone = Session(task, 24, 20);
        OracleCase.Run(alone, prior);
        foreach (var session in sessions)
        {
            Golden.MaxDifference(session.Sampler.Result(session.State).Data, alone.Sampler.Result(alone.State).Data).ShouldBeLessThan(2e-4f);
            session.State.LossHistory.Count.ShouldBe(session.StepCount);
            session.State.LossHistory.Zip(alone.State.LossHistory, (one, other) => Math.Abs(one - other) / other).Max().ShouldBeLessThan(1e-3);
        }

        residency.Largest.ShouldBeGreaterThan(3);
    }

    /// <summary>A checkpoint after any step holds what was on the device, to the last bit.</summary>
    [Theory]
    [InlineData("denoise")]
    [InlineData("deblur")]
    [InlineData("learning")]
    public async Task Run_InSegments_IsTheSameAsAtOnce(string task)
    {
        var (whole, parts) = (Session(task), Session(task));
        await Run(whole);

        for (var step = 1; step <= parts.StepCount; step++)
        {
            (await Run(parts, new SegmentLimit(step, TimeSpan.MaxValue))).StepsRun.ShouldBe(1);
        }

        parts.Sampler.Result(parts.State).Data.ShouldBe(whole.Sampler.Result(whole.State).Data);
        parts.State.LossHistory.ShouldBe(whole.State.LossHistory);
    }

    [Fact]
    public async Task Run_NoMemoryForIt_GoesOnOnTheHost()
    {
        residency.OnEvaluate = _ => throw new EngineException("no memory", outOfMemory: true);
        var session = Session("deblur");

        (await Run(session)).End.ShouldBe(SegmentEnd.Completed);

        residency.Evaluations.ShouldBe(1, "it isn't tried again for a picture as large");
        ShouldBeAsOnTheHost(session);
        engine.Status.Healthy.ShouldBeTrue();
    }

    [Fact]
    public async Task Run_NoMemoryInTheMiddleOfAStep_TakesThatStepOnTheHost()
    {
        residency.OnAdvance = () => residency.Evaluations == 3 ? throw new EngineException("no memory", outOfMemory: true) : 0;
        var session = Session("denoise");

        (await Run(session)).StepsRun.ShouldBe(session.StepCount);

        ShouldBeAsOnTheHost(session);
    }

    [Fact]
    public async Task Run_NoMemoryForABatch_GoesOnInSmallerOnes()
    {
        residency.OnEvaluate = count => _ = count > 1 ? throw new EngineException("no memory", outOfMemory: true) : 0;

        var results = await Task.WhenAll(Run(Session("denoise")), Run(Session("denoise")), Run(Session("denoise")));

        results.ShouldAllBe(result => result.End == SegmentEnd.Completed);
        residency.Refusals.ShouldBe(0);
    }

    [Fact]
    public async Task Run_TheDeviceFails_GivesTheStateBeforeThatStep()
    {
        var session = Session("denoise");
        residency.OnEvaluate = _ => _ = residency.Evaluations == 4 ? throw new EngineException("broken", outOfMemory: false) : 0;

        (await Should.ThrowAsync<EngineException>(() => Run(session))).Message.ShouldBe("broken");

        (session.StepIndex, session.State.LossHistory.Count).ShouldBe((3, 3));
        engine.Status.Healthy.ShouldBeFalse();
        await Run(session);
        ShouldBeAsOnTheHost(session);
    }

    /// <summary>The device takes the picture's state with it: the owner gets the last one that there is, whole.</summary>
    [Fact]
    public void Bring_FromADeadDevice_PutsTheSessionBackToWhereItLeft()
    {
        var session = Session("denoise");
        session.Describe();
        session.Took(0.5);
        var x = (float[])session.State.X.Data.Clone();
        var home = new Homecoming(session);
        session.Took(0.25);
        session.Took(0.125);

        Should.Throw<EngineException>(() => home.Bring((target, isMean) =>
        {
            target.Data.AsSpan().Fill(7);
            _ = isMean ? throw new EngineException("dead", outOfMemory: false) : 0;
        }));

        session.StepIndex.ShouldBe(1);
        session.State.X.Data.ShouldBe(x);
        session.State.LossHistory.ShouldBe([0.5]);
        session.State.ScaleHistory.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_Cancelled_HasTheStateAtHome()
    {
        using var stop = new CancellationTokenSource();
        residency.OnEvaluate = _ =>
        {
            if (residency.Evaluations == 4)
            {
                stop.Cancel();
            }
        };
        var session = Session("deblur");

        (await engine.RunAsync(session, SegmentLimit.None, stop.Token)).End.ShouldBe(SegmentEnd.Cancelled);

        session.StepIndex.ShouldBe(3);
        residency.OnEvaluate = _ => { };
        await Run(session);
        ShouldBeAsOnTheHost(session);
    }

    private async Task<SegmentResult> Run(SamplerSession session, SegmentLimit? limit = null) =>
        await engine.RunAsync(session, limit ?? SegmentLimit.None, CancellationToken.None);

    private SamplerSession Session(string task, int height = 36, int width = 44) => new(ResidentCase.Sampler(prior.Info, task, height, width));

    private void ShouldBeAsOnTheHost(SamplerSession session)
    {
        var (task, other) = (session.State.Estimate is null ? "deblur" : "denoise", session.Sampler.Result(session.State));
        var alone = Session(task);
        OracleCase.Run(alone, prior);
        session.IsComplete.ShouldBeTrue();
        Golden.MaxDifference(other.Data, alone.Sampler.Result(alone.State).Data).ShouldBeLessThan(2e-4f);
        session.State.LossHistory.Count.ShouldBe(session.StepCount);
    }
}
