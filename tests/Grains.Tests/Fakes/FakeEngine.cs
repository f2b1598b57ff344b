using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;

namespace BirD.Grains.Tests.Fakes;

/// <summary>Takes steps at no cost of time; each counts as ten seconds of the device. Stops where the world says.</summary>
internal sealed class FakeEngine(World world, string silo) : IStepEngine
{
    public static TimeSpan StepCost => TimeSpan.FromSeconds(10);

    public EngineStatus Status => new("fake", world.RunningSessions, 0, TimeSpan.Zero, Healthy: !world.IsBroken(silo));

    public async ValueTask<SegmentResult> RunAsync(SamplerSession session, SegmentLimit limit, CancellationToken cancellationToken)
    {
        var name = ((FakeSampler)session.Sampler).Name;
        var steps = 0;
        world.EnterEngine();
        try
        {
            while (!session.IsComplete)
            {
                if (steps > 0 && (session.StepIndex >= limit.UntilStep || steps * StepCost >= limit.MaxDuration))
                {
                    return new SegmentResult(SegmentEnd.LimitReached, steps, steps * StepCost);
                }

                await world.PassGateAsync(name, session.StepIndex, silo, cancellationToken);
                if (world.IsBroken(silo))
                {
                    throw new EngineException("unspecified launch failure", outOfMemory: false);
                }

                if (cancellationToken.IsCancellationRequested)
                {
                    return new SegmentResult(SegmentEnd.Cancelled, steps, steps * StepCost);
                }

                session.Advance(session.Prepare().X);
                steps++;
                world.CountStep(name);
            }

            return new SegmentResult(SegmentEnd.Completed, steps, steps * StepCost);
        }
        finally
        {
            world.LeaveEngine();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
