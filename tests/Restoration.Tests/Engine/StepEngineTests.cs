using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Engine;

public sealed class StepEngineTests
{
    [Fact]
    public async Task Run_ToTheEnd_IsTheSameAsSteppingByHand()
    {
        await using var engine = new StepEngine(OracleCase.Prior(), "test", TimeProvider.System);
        var session = Session(6);
        var result = await engine.RunAsync(session, SegmentLimit.None, CancellationToken.None);
        result.End.ShouldBe(SegmentEnd.Completed);
        result.StepsRun.ShouldBe(6);

        var byHand = Session(6);
        OracleCase.Run(byHand, OracleCase.Prior());
        session.Sampler.Result(session.State).Data.ShouldBe(byHand.Sampler.Result(byHand.State).Data);
        engine.Status.StepsTotal.ShouldBe(6);
    }

    [Fact]
    public async Task Run_UntilAStep_ComesBackThere()
    {
        await using var engine = new StepEngine(OracleCase.Prior(), "test", TimeProvider.System);
        var session = Session(6);
        (await engine.RunAsync(session, new SegmentLimit(4, TimeSpan.MaxValue), CancellationToken.None)).End.ShouldBe(SegmentEnd.LimitReached);
        session.StepIndex.ShouldBe(4);
        (await engine.RunAsync(session, SegmentLimit.None, CancellationToken.None)).StepsRun.ShouldBe(2);
    }

    [Fact]
    public async Task Run_Cancelled_ComesBackAtAStepBoundaryAndCanGoOn()
    {
        using var stop = new CancellationTokenSource();
        var prior = new Scripted((call, _) =>
        {
            if (call == 3)
            {
                stop.Cancel();
            }
        });
        await using var engine = new StepEngine(prior, "test", TimeProvider.System);
        var session = Session(6);
        (await engine.RunAsync(session, SegmentLimit.None, stop.Token)).End.ShouldBe(SegmentEnd.Cancelled);
        session.StepIndex.ShouldBe(3);
        (await engine.RunAsync(session, SegmentLimit.None, CancellationToken.None)).End.ShouldBe(SegmentEnd.Completed);
    }

    [Fact]
    public async Task Run_CancelledInsideAnEvaluation_AbandonsThatStepOnly()
    {
        using var stop = new CancellationTokenSource();
        var prior = new Scripted((call, token) =>
        {
            if (call == 2)
            {
                stop.Cancel();
                token.ThrowIfCancellationRequested();
            }
        });
        await using var engine = new StepEngine(prior, "test", TimeProvider.System);
        var session = Session(6);
        (await engine.RunAsync(session, SegmentLimit.None, stop.Token)).End.ShouldBe(SegmentEnd.Cancelled);
        session.StepIndex.ShouldBe(1);
        session.State.ScaleHistory.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_DeviceFails_GivesTheSessionBackAsItWas()
    {
        var prior = new Scripted((call, _) =>
        {
            if (call == 2)
            {
                throw new EngineException("out of memory", outOfMemory: true);
            }
        });
        await using var engine = new StepEngine(prior, "test", TimeProvider.System);
        var session = Session(6);
        await Should.ThrowAsync<EngineException>(async () => await engine.RunAsync(session, SegmentLimit.None, CancellationToken.None));
        session.StepIndex.ShouldBe(1);
        engine.Status.Healthy.ShouldBeTrue();
        (await engine.RunAsync(session, SegmentLimit.None, CancellationToken.None)).StepsRun.ShouldBe(5);
    }

    [Fact]
    public async Task Run_AfterACheckpoint_KeepsItsTurnBeforeYoungerSessions()
    {
        // The first session comes back for another segment while the second one waits: it must not queue behind it.
        var order = new List<int>();
        using var secondArrived = new ManualResetEventSlim();
        using var firstIsBack = new ManualResetEventSlim();
        var prior = new Scripted((call, token) =>
        {
            // The first evaluation holds the engine until both wait; the third is the second session's first step.
            (call == 1 ? secondArrived : call == 3 ? firstIsBack : null)?.Wait(TimeSpan.FromSeconds(20), token).ShouldBeTrue();
        });
        await using var engine = new StepEngine(prior, "test", TimeProvider.System);
        // Of another shape, so that they can't go together.
        var (first, second) = (Session(4), new SamplerSession(OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(48, 32), 4)));
        var running = engine.RunAsync(first, new SegmentLimit(2, TimeSpan.MaxValue), CancellationToken.None).AsTask();
        var waiting = Finish(second, 2);
        secondArrived.Set();
        await running;
        var resumed = Finish(first, 1);
        firstIsBack.Set();
        await Task.WhenAll(resumed, waiting);
        order.ShouldBe([1, 2]);

        async Task Finish(SamplerSession session, int name)
        {
            await engine.RunAsync(session, SegmentLimit.None, CancellationToken.None);
            lock (order)
            {
                order.Add(name);
            }
        }
    }

    [Fact]
    public async Task Run_AfterShutdown_IsRefused()
    {
        var engine = new StepEngine(OracleCase.Prior(), "test", TimeProvider.System);
        await engine.DisposeAsync();
        await Should.ThrowAsync<EngineException>(async () => await engine.RunAsync(Session(2), SegmentLimit.None, CancellationToken.None));
    }

    private static SamplerSession Session(int steps) => new(OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(), steps));

    /// <summary>The oracle with something happening at each evaluation.</summary>
    private sealed class Scripted(Action<int, CancellationToken> onCall) : IDenoiser
    {
        private readonly GaussianDenoiser inner = OracleCase.Prior();
        private int calls;

        public DenoiserInfo Info => inner.Info;

        public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
        {
            onCall(++calls, cancellationToken);
            inner.Evaluate(batch, CancellationToken.None);
        }

        public void Dispose() => inner.Dispose();
    }
}
