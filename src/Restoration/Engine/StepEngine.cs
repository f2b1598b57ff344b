using System.Threading.Channels;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine;

/// <summary>One device's engine: a dedicated thread that owns the prior and steps the sessions handed to it.</summary>
/// <remarks>
/// In the order of <see cref="StepOrder"/>, small pictures together (<see cref="StepBatch"/>). A dedicated thread because a step blocks
/// for as long as the device computes.
/// </remarks>
public sealed class StepEngine : IStepEngine
{
    private readonly IDenoiser denoiser;
    private readonly IResidency? residency;
    private readonly StepBatch steps;
    private readonly TimeProvider time;
    private readonly IStepObserver? observer;
    private readonly Channel<Segment> queue = Channel.CreateUnbounded<Segment>(new() { SingleReader = true });
    private readonly StepPipeline pipeline;
    private readonly Thread thread;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sessions;
    private long stepsTotal;
    private long lastStepTicks;
    private long turns;
    private volatile string? fault;

    /// <param name="denoiser">The prior; disposed with the engine.</param>
    /// <param name="device">Device name for status and thread name.</param>
    /// <param name="time">Clock for segment limits.</param>
    /// <param name="maxTileSide">Largest tile side in pixels.</param>
    /// <param name="batchPixels">Pixels of several pictures in one evaluation at most.</param>
    /// <param name="observer">Told of every step; null for nobody.</param>
    /// <param name="residency">Takes steps on the device itself; disposed with the engine. Null: data steps are taken on the host.</param>
    /// <param name="overlaps">Whether the device is not the host: then the host works on one batch while the device evaluates another, and batches are of few sizes.</param>
    public StepEngine(
        IDenoiser denoiser, string device, TimeProvider time, int maxTileSide = TiledDenoiser.StandardSide,
        long batchPixels = TiledDenoiser.StandardBatch, IStepObserver? observer = null,
        IResidency? residency = null, bool overlaps = false)
    {
        (this.denoiser, this.residency, Device, this.time, this.observer) = (denoiser, residency, device, time, observer);
        steps = new StepBatch(new TiledDenoiser(denoiser, maxTileSide, batchPixels), residency, hasFixedSizes: overlaps);
        pipeline = new StepPipeline(steps, time, overlaps, Count);
        thread = new Thread(Loop) { IsBackground = true, Name = $"bird-{device}" };
        thread.Start();
    }

    public string Device { get; }

    public EngineStatus Status => new(
        Device, Volatile.Read(ref sessions), Volatile.Read(ref stepsTotal), new TimeSpan(Volatile.Read(ref lastStepTicks)), fault is null)
    {
        Fault = fault,
    };

    public async ValueTask<SegmentResult> RunAsync(
        SamplerSession session, SegmentLimit limit, CancellationToken cancellationToken)
    {
        var segment = new Segment(session, limit, cancellationToken);
        session.Turn = session.Turn == 0 ? Interlocked.Increment(ref turns) : session.Turn;
        Interlocked.Increment(ref sessions);
        try
        {
            if (!queue.Writer.TryWrite(segment))
            {
                throw new EngineException($"The engine of {Device} has been shut down.", outOfMemory: false);
            }

            return await segment.Completion.Task;
        }
        finally
        {
            Interlocked.Decrement(ref sessions);
        }
    }

    /// <summary>Ends the thread after the segments already queued and releases the prior.</summary>
    public async ValueTask DisposeAsync()
    {
        if (queue.Writer.TryComplete())
        {
            await stopped.Task;
            residency?.Dispose();
            denoiser.Dispose();
        }
    }

    private void Loop()
    {
        var running = new List<Segment>();
        while (running.Count > 0 || WaitForWork())
        {
            Admit(running);
            GiveBack(running);
            pipeline.Turn(running);
            fault = steps.DeviceFault;
            GiveBack(running);
        }

        stopped.SetResult();
    }

    private void Admit(List<Segment> running)
    {
        var before = running.Count;
        while (queue.Reader.TryRead(out var arrived))
        {
            running.Add(arrived);
        }

        if (running.Count > before)
        {
            running.Sort(static (one, other) => one.Session.Turn.CompareTo(other.Session.Turn));
        }
    }

    /// <summary>Gives back who has come to an end: also who was cancelled while waiting for a turn.</summary>
    private void GiveBack(List<Segment> running)
    {
        for (var i = running.Count - 1; i >= 0; i--)
        {
            var segment = running[i];
            if ((segment.Fault is null && segment.Ending is null) || pipeline.Holds(segment))
            {
                continue;
            }

            running.RemoveAt(i);
            steps.BringHome(segment);
            if (running.Count == 0 && segment.Ending != SegmentEnd.LimitReached && !queue.Reader.TryPeek(out _))
            {
                // Before its owner hears of it, who may need the memory for the end of the picture.
                Trim();
            }

            // Before its owner asks whose fault it was.
            fault = steps.DeviceFault;
            segment.Return(segment.Ending ?? default);
        }
    }

    /// <summary>Blocks this thread, which exists for nothing else, until there is work; false when the engine shuts down.</summary>
    private bool WaitForWork()
    {
        var more = queue.Reader.WaitToReadAsync();
        return more.IsCompleted ? more.Result : more.AsTask().Result;
    }

    private void Count(Segment segment, TimeSpan elapsed)
    {
        segment.Count(elapsed);
        Interlocked.Increment(ref stepsTotal);
        Volatile.Write(ref lastStepTicks, elapsed.Ticks);
        observer?.OnStep(elapsed);
    }

    private void Trim()
    {
        try
        {
            steps.Trim();
        }
        catch (EngineException e)
        {
            // The next evaluation fails likewise, and then somebody is there to be told.
            steps.Note(e);
        }
    }
}
