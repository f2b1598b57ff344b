using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Engine;

/// <summary>Beside a device that is not the host: while it evaluates one batch the host is done with another.</summary>
public sealed class StepPipelineTests
{
    [Fact]
    public async Task Run_WhileOneBatchIsEvaluated_TheHostWorksOnTheOther()
    {
        // Two batches of two take turns: twelve evaluations, and only beside the last of them is there nothing left to prepare.
        var prior = new Waiting { Accompanied = 11 };
        SamplerSession[] sessions = [.. Enumerable.Range(0, 4).Select(n => new SamplerSession(new Telling(Sampler(6, 32), prior)))];
        await using var engine = new StepEngine(prior, "test", TimeProvider.System, overlaps: true);
        using var held = new ManualResetEventSlim();
        using var all = new ManualResetEventSlim();
        prior.Hold = (held, all);
        var holding = engine.RunAsync(new SamplerSession(Sampler(1, 40)), SegmentLimit.None, CancellationToken.None).AsTask();
        held.Wait(TimeSpan.FromMinutes(1), CancellationToken.None).ShouldBeTrue();
        Task<SegmentResult>[] running = [.. sessions.Select(session => engine.RunAsync(session, SegmentLimit.None, CancellationToken.None).AsTask())];
        all.Set();
        await holding;

        (await Task.WhenAll(running)).ShouldAllBe(result => result.End == SegmentEnd.Completed && result.StepsRun == 6);

        prior.Counts.ShouldBe([.. Enumerable.Repeat(2, 12)]);
        foreach (var session in sessions)
        {
            var alone = new SamplerSession(Sampler(6, 32));
            OracleCase.Run(alone, OracleCase.Prior());
            session.Sampler.Result(session.State).Data.ShouldBe(alone.Sampler.Result(alone.State).Data);
        }
    }

    [Fact]
    public async Task Run_PicturesOfManySizesAndLengths_ComeOutAsAlone()
    {
        (int Steps, int Side)[] kinds = [(1, 16), (9, 64), (3, 32), (3, 32), (7, 40), (2, 16), (5, 32)];
        SamplerSession[] sessions = [.. kinds.Select(kind => new SamplerSession(Sampler(kind.Steps, kind.Side)))];

        var results = await RunAsync(OracleCase.Prior(), sessions);

        results.Select(result => result.StepsRun).ShouldBe(kinds.Select(kind => kind.Steps));
        foreach (var (session, kind) in sessions.Zip(kinds))
        {
            var alone = new SamplerSession(Sampler(kind.Steps, kind.Side));
            OracleCase.Run(alone, OracleCase.Prior());
            session.Sampler.Result(session.State).Data.ShouldBe(alone.Sampler.Result(alone.State).Data);
        }
    }

    [Fact]
    public async Task Run_InSegments_EndsEachWhereItShould()
    {
        await using var engine = new StepEngine(OracleCase.Prior(), "test", TimeProvider.System, overlaps: true);
        var other = engine.RunAsync(new SamplerSession(Sampler(40, 32)), SegmentLimit.None, CancellationToken.None).AsTask();
        var session = new SamplerSession(Sampler(5, 24));
        for (var step = 1; step <= 5; step++)
        {
            (await engine.RunAsync(session, new SegmentLimit(step, TimeSpan.MaxValue), CancellationToken.None)).StepsRun.ShouldBe(1);
            session.StepIndex.ShouldBe(step);
        }

        (await other).StepsRun.ShouldBe(40);
    }

    [Fact]
    public async Task Run_OneThatFails_LeavesTheOthersAlone()
    {
        var prior = new Waiting { FailingSide = 48 };
        SamplerSession[] sessions = [new(Sampler(4, 32)), new(Sampler(4, 48)), new(Sampler(4, 32)), new(Sampler(4, 32))];

        await using var engine = new StepEngine(prior, "test", TimeProvider.System, overlaps: true);
        Task<SegmentResult>[] running = [.. sessions.Select(session => engine.RunAsync(session, SegmentLimit.None, CancellationToken.None).AsTask())];

        (await Should.ThrowAsync<EngineException>(() => running[1])).Message.ShouldBe("a bad size");
        foreach (var n in (int[])[0, 2, 3])
        {
            (await running[n]).End.ShouldBe(SegmentEnd.Completed);
        }
    }

    private static async Task<SegmentResult[]> RunAsync(IDenoiser prior, SamplerSession[] sessions)
    {
        await using var engine = new StepEngine(prior, "test", TimeProvider.System, overlaps: true);
        return await Task.WhenAll(sessions.Select(session => engine.RunAsync(session, SegmentLimit.None, CancellationToken.None).AsTask()));
    }

    private static ISampler Sampler(int steps, int side) => OracleCase.Sampler(SamplerProfile.Robust, OracleCase.Picture(side, side), steps);

    /// <summary>A prior whose evaluations wait for the host to prepare a step of another batch.</summary>
    private sealed class Waiting : IDenoiser
    {
        private readonly IDenoiser inner = OracleCase.Prior();
        private readonly SemaphoreSlim prepared = new(0);

        public DenoiserInfo Info => inner.Info;

        public int? FailingSide { get; init; }

        /// <summary>So many evaluations wait.</summary>
        public int Accompanied { get; init; }

        /// <summary>Told by the very next evaluation, which doesn't count, and awaited by it.</summary>
        public (ManualResetEventSlim Reached, ManualResetEventSlim Awaited)? Hold { get; set; }

        /// <summary>Pictures of each evaluation.</summary>
        public List<int> Counts { get; } = [];

        public void OnPrepare() => prepared.Release();

        public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
        {
            if (batch.Height == FailingSide)
            {
                throw new EngineException("a bad size", outOfMemory: false);
            }

            if (Hold is { } hold)
            {
                Hold = null;
                hold.Reached.Set();
                hold.Awaited.Wait(TimeSpan.FromMinutes(1), CancellationToken.None).ShouldBeTrue();
            }
            else
            {
                Counts.Add(batch.Count);

                // The first one's own pictures have been prepared before it; of the others' it has been waited for already.
                var awaited = Counts.Count > Accompanied ? 0 : Counts.Count == 1 ? 2 * batch.Count : batch.Count;
                for (var i = 0; i < awaited; i++)
                {
                    prepared.Wait(TimeSpan.FromMinutes(1), CancellationToken.None).ShouldBeTrue();
                }
            }

            inner.Evaluate(batch, CancellationToken.None);
        }

        public void Dispose()
        {
            inner.Dispose();
            prepared.Dispose();
        }
    }

    private sealed class Telling(ISampler inner, Waiting prior) : ISampler
    {
        public int StepCount => inner.StepCount;

        public int Planned(SamplerState state, int step) => inner.Planned(state, step);

        public SamplerState Start() => inner.Start();

        public PriorRequest Prepare(SamplerState state, int step)
        {
            prior.OnPrepare();
            return inner.Prepare(state, step);
        }

        public void Advance(SamplerState state, int step, ImageTensor output) => inner.Advance(state, step, output);

        public ImageTensor Result(SamplerState state) => inner.Result(state);

        public double Residual(SamplerState state) => inner.Residual(state);
    }
}
