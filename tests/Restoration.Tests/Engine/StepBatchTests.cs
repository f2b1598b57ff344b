using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Restoration.Tests.Engine;

/// <summary>Small pictures are evaluated together; nobody notices by their results.</summary>
public sealed class StepBatchTests
{
    [Fact]
    public async Task Run_SeveralSmallPictures_ShareEvaluationsAndComeOutAsAlone()
    {
        var prior = new Watched();
        SamplerSession[] sessions = [Session(6), Session(4), Session(5), Session(6, side: 24)];

        var results = await RunTogetherAsync(prior, sessions);

        results.Select(result => (result.End, result.StepsRun))
            .ShouldBe([(SegmentEnd.Completed, 6), (SegmentEnd.Completed, 4), (SegmentEnd.Completed, 5), (SegmentEnd.Completed, 6)]);
        prior.Batches.Max(batch => batch.Count).ShouldBe(3);
        prior.Batches.ShouldContain(batch => batch.Timesteps.Distinct().Count() == 3, "they are at different timesteps");
        foreach (var (session, alone) in sessions.Zip((SamplerSession[])[Session(6), Session(4), Session(5), Session(6, side: 24)]))
        {
            OracleCase.Run(alone, OracleCase.Prior());
            session.Sampler.Result(session.State).Data.ShouldBe(alone.Sampler.Result(alone.State).Data);
        }
    }

    [Fact]
    public async Task Run_ABatchThatFails_FailsOnlyThoseThatFailAlone()
    {
        // The picture of four steps meets a timestep that none of the others has.
        SamplerSession[] sessions = [Session(6), Session(4), Session(5)];
        OracleCase.Run(sessions[1], OracleCase.Prior(), until: 1);
        var odd = sessions[1].Prepare().Timestep;
        var prior = new Watched
        {
            OnEvaluate = batch => Require(!batch.Timesteps.Span[..batch.Count].Contains(odd), "a bad picture", outOfMemory: false),
        };

        var (engine, running) = await StartTogetherAsync(prior, sessions);
        var results = await Task.WhenAll(running.Select(async task =>
        {
            try
            {
                return (await task).End.ToString();
            }
            catch (EngineException e)
            {
                return e.Message;
            }
        }));
        await engine.DisposeAsync();

        results.ShouldBe(["Completed", "a bad picture", "Completed"]);
        sessions[1].StepIndex.ShouldBe(1);
    }

    [Fact]
    public async Task Run_ADeviceThatFailsInCompanyOnly_IsNotPassedOverInSilence()
    {
        var prior = new Watched { OnEvaluate = batch => Require(batch.Count == 1, "a bad device", outOfMemory: false) };
        var (engine, running) = await StartTogetherAsync(prior, [Session(2), Session(2)]);
        await using (engine)
        {
            (await Task.WhenAll(running)).ShouldAllBe(result => result.End == SegmentEnd.Completed);
            engine.Status.Healthy.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Run_ShortOfMemoryForCompany_GoesOnInSmallerBatches()
    {
        var prior = new Watched { OnEvaluate = batch => Require(batch.Count <= 2, "no memory", outOfMemory: true) };
        SamplerSession[] sessions = [Session(3), Session(3), Session(3), Session(3)];

        (await RunTogetherAsync(prior, sessions)).ShouldAllBe(result => result.End == SegmentEnd.Completed);

        prior.Batches.Count(batch => batch.Count > 2).ShouldBe(1, "it is asked for once");
    }

    [Fact]
    public async Task Run_OneOfABatchCancelled_TheOthersGoOn()
    {
        using var stop = new CancellationTokenSource();
        var prior = new Watched();
        prior.OnEvaluate = _ =>
        {
            if (prior.Batches.Count == 3)
            {
                stop.Cancel();
            }
        };
        SamplerSession[] sessions = [Session(6), Session(6)];

        var results = await RunTogetherAsync(prior, sessions, firstToken: stop.Token);

        (results[0].End, sessions[0].IsComplete).ShouldBe((SegmentEnd.Cancelled, false));
        results[1].End.ShouldBe(SegmentEnd.Completed);
    }

    /// <summary>The time of an evaluation is shared by those that it was for, and memory goes back when nobody is left.</summary>
    [Fact]
    public async Task Run_Together_CountsAShareEach_AndTrimsAtTheEnd()
    {
        var clock = new FakeTimeProvider();
        var prior = new Watched { OnEvaluate = batch => clock.Advance(TimeSpan.FromSeconds(batch.Count)) };
        SamplerSession[] sessions = [Session(4), Session(4)];

        var results = await RunTogetherAsync(prior, sessions, time: clock);

        results.ShouldAllBe(result => result.Busy == TimeSpan.FromSeconds(4));
        prior.Trims.ShouldBe(1);
    }

    [Fact]
    public void Profile_StopsWhereItNoLongerPays()
    {
        var clock = new FakeTimeProvider();
        var device = new Watched(new NullDenoiser()) { OnEvaluate = batch => clock.Advance(TimeSpan.FromMilliseconds(8 + (0.01 * batch.Count * batch.Count))) };
        BatchProfile.Measure(device, clock).ShouldBe(16 * 256 * 256);
        BatchProfile.PixelsFor(device, "cpu", clock).ShouldBe(4 * 256 * 256);
    }

    [Fact]
    public void Profile_StopsWhereMemoryEnds()
    {
        var clock = new FakeTimeProvider();
        var device = new Watched(new NullDenoiser())
        {
            OnEvaluate = batch =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(8));
                Require(batch.Count <= 8, "no memory", outOfMemory: true);
            },
        };
        BatchProfile.PixelsFor(device, "cuda:0", clock).ShouldBe(4 * 256 * 256);
    }

    private static async Task<SegmentResult[]> RunTogetherAsync(
        Watched prior, SamplerSession[] sessions, TimeProvider? time = null, CancellationToken firstToken = default)
    {
        var (engine, running) = await StartTogetherAsync(prior, sessions, time, firstToken);
        await using (engine)
        {
            return await Task.WhenAll(running);
        }
    }

    /// <summary>Hands all of them over before the engine takes the first step of any but one that is there to hold it.</summary>
    private static async Task<(StepEngine Engine, Task<SegmentResult>[] Running)> StartTogetherAsync(
        Watched prior, SamplerSession[] sessions, TimeProvider? time = null, CancellationToken firstToken = default)
    {
        using var all = new ManualResetEventSlim();
        var engine = new StepEngine(prior, "test", time ?? TimeProvider.System);
        prior.Hold = all;
        var holding = engine.RunAsync(Session(1, side: 40), SegmentLimit.None, CancellationToken.None).AsTask();
        Task<SegmentResult>[] running = [.. sessions.Select((session, i) => engine.RunAsync(session, SegmentLimit.None, i == 0 ? firstToken : default).AsTask())];
        all.Set();
        await holding;
        return (engine, running);
    }

    private static void Require(bool fine, string message, bool outOfMemory)
    {
        if (!fine)
        {
            throw new EngineException(message, outOfMemory);
        }
    }

    private static SamplerSession Session(int steps, int side = 32) => new(OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(side, side), steps));

    /// <summary>A prior, the oracle if no other, that says what it was asked.</summary>
    private sealed class Watched(IDenoiser? other = null) : IDenoiser
    {
        private readonly IDenoiser inner = other ?? OracleCase.Prior();

        public DenoiserInfo Info => inner.Info;

        public Action<DenoiseBatch> OnEvaluate { get; set; } = _ => { };

        /// <summary>Awaited in the very next evaluation, which doesn't count.</summary>
        public ManualResetEventSlim? Hold { get; set; }

        public List<(int Count, float[] Timesteps)> Batches { get; } = [];

        public int Trims { get; private set; }

        public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
        {
            if (Hold is { } hold)
            {
                Hold = null;
                hold.Wait(TimeSpan.FromMinutes(1), cancellationToken).ShouldBeTrue();
            }
            else
            {
                Batches.Add((batch.Count, batch.Timesteps.Span[..batch.Count].ToArray()));
                OnEvaluate(batch);
            }

            inner.Evaluate(batch, CancellationToken.None);
        }

        public void Trim() => Trims++;

        public void Dispose() => inner.Dispose();
    }
}
