using System.Threading.Channels;
using BirD.Restoration.Denoising;
using BirD.Restoration.Denoising.Tiling;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine;

/// <summary>One device's engine: a dedicated thread that owns the prior and steps the sessions handed to it.</summary>
/// <remarks>
/// In the order of <see cref="StepOrder"/>. A dedicated thread because a step blocks for as long as the device computes.
/// </remarks>
public sealed class StepEngine : IStepEngine
{
    private readonly IDenoiser denoiser;
    private readonly TiledDenoiser tiles;
    private readonly TimeProvider time;
    private readonly IStepObserver? observer;
    private readonly Channel<Segment> queue = Channel.CreateUnbounded<Segment>(new() { SingleReader = true });
    private readonly StepOrder order = new();
    private readonly Thread thread;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sessions;
    private long steps;
    private long lastStepTicks;
    private long turns;
    private volatile bool healthy = true;

    /// <param name="denoiser">The prior; disposed with the engine.</param>
    /// <param name="device">Device name for status and thread name.</param>
    /// <param name="time">Clock for segment limits.</param>
    /// <param name="maxTileSide">Largest tile side in pixels.</param>
    /// <param name="observer">Told of every step; null for nobody.</param>
    public StepEngine(IDenoiser denoiser, string device, TimeProvider time, int maxTileSide = TiledDenoiser.StandardSide, IStepObserver? observer = null)
    {
        (this.denoiser, Device, this.time, this.observer) = (denoiser, device, time, observer);
        tiles = new TiledDenoiser(denoiser, maxTileSide);
        thread = new Thread(Loop) { IsBackground = true, Name = $"bird-{device}" };
        thread.Start();
    }

    public string Device { get; }

    public EngineStatus Status => new(
        Device, Volatile.Read(ref sessions), Volatile.Read(ref steps), new TimeSpan(Volatile.Read(ref lastStepTicks)), healthy);

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
            denoiser.Dispose();
        }
    }

    private void Loop()
    {
        var running = new List<Segment>();
        while (running.Count > 0 || WaitForWork())
        {
            while (queue.Reader.TryRead(out var arrived))
            {
                running.Add(arrived);
            }

            if (order.Next(running) is { } next)
            {
                var busy = next.Busy;
                if (StepOnce(next))
                {
                    running.Remove(next);
                }

                order.OnStep(next.Busy - busy);
            }

            // The others wait, but a cancelled one must not wait for its turn.
            running.RemoveAll(segment => segment.Cancelled && segment.End(SegmentEnd.Cancelled));
        }

        stopped.SetResult();
    }

    /// <summary>Blocks this thread, which exists for nothing else, until there is work; false when the engine shuts down.</summary>
    private bool WaitForWork()
    {
        var more = queue.Reader.WaitToReadAsync();
        return more.IsCompleted ? more.Result : more.AsTask().Result;
    }

    /// <summary>Takes one step; true when the segment has ended.</summary>
    private bool StepOnce(Segment segment)
    {
        if (segment.Session.IsComplete)
        {
            return segment.End(SegmentEnd.Completed);
        }

        if (segment.Cancelled)
        {
            return segment.End(SegmentEnd.Cancelled);
        }

        var started = time.GetTimestamp();
        try
        {
            var request = segment.Session.Prepare();
            var answer = tiles.Evaluate(request, segment.Token);
            segment.Session.Advance(answer);
            TensorPool.Return(answer);
        }
        catch (OperationCanceledException) when (segment.Cancelled)
        {
            return segment.End(SegmentEnd.Cancelled);
        }
#pragma warning disable CA1031 // Whatever a step throws belongs to the caller of this segment, not to the engine's thread.
        catch (Exception e)
        {
            healthy = healthy && e is not EngineException { OutOfMemory: false };
            return segment.Fail(e);
        }
#pragma warning restore CA1031

        var elapsed = time.GetElapsedTime(started);
        segment.Count(elapsed);
        Interlocked.Increment(ref steps);
        Volatile.Write(ref lastStepTicks, elapsed.Ticks);
        observer?.OnStep(elapsed);
        if (segment.Session.IsComplete)
        {
            return segment.End(SegmentEnd.Completed);
        }

        return segment.LimitReached && segment.End(SegmentEnd.LimitReached);
    }
}
