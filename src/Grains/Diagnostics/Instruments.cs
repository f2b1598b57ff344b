using System.Diagnostics.Metrics;
using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;
using BirD.Grains.Configuration;
using BirD.Restoration.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Grains.Diagnostics;

/// <summary>Every instrument of the meter. Attributes are of few values: never a job, an item or a path.</summary>
public sealed class Instruments : IStepObserver, IDisposable
{
    public const string MeterName = "BirD.Cluster";

    /// <summary>From a step of a data-centre GPU to one of a large picture on a CPU, seconds.</summary>
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private readonly Meter meter;
    private readonly Counter<long> completed;
    private readonly Counter<long> failed;
    private readonly Counter<long> retried;
    private readonly Counter<long> deadLettered;
    private readonly Counter<long> steps;
    private readonly Counter<long> expired;
    private readonly Counter<long> fenced;
    private readonly Counter<long> rejected;
    private readonly Counter<double> lost;
    private readonly Histogram<double> checkpointDuration;
    private readonly Counter<long> checkpointBytes;
    private readonly UpDownCounter<long> leased;
    private readonly UpDownCounter<long> slots;
    private readonly Histogram<double> stepDuration;
    private readonly ObservableGauge<long> ready;
    private Backlog? backlog;

    /// <param name="meters">Where the meter is made.</param>
    /// <param name="time">The clock of what <see cref="Use"/> counts.</param>
    public Instruments(IMeterFactory meters, [FromKeyedServices(BirdClock.Key)] TimeProvider time)
    {
        Use = new DeviceMeter(time);
        meter = meters.Create(MeterName);
        completed = meter.CreateCounter<long>("bird.items.completed", "{item}", "Pictures that reached their end without failure.");
        failed = meter.CreateCounter<long>("bird.items.failed", "{attempt}", "Attempts that failed.");
        retried = meter.CreateCounter<long>("bird.items.retried", "{attempt}", "Failed attempts that will be repeated.");
        deadLettered = meter.CreateCounter<long>("bird.items.deadlettered", "{item}", "Pictures given up.");
        steps = meter.CreateCounter<long>("bird.steps", "{step}", "Diffusion steps taken.");
        expired = meter.CreateCounter<long>("bird.lease.expired", "{lease}", "Leases taken back because nobody renewed them.");
        fenced = meter.CreateCounter<long>("bird.fence.rejected", "{write}", "Writes refused because a newer lease exists.");
        rejected = meter.CreateCounter<long>("bird.checkpoint.rejected", "{checkpoint}", "Checkpoints found damaged or of another configuration.");
        lost = meter.CreateCounter<double>("bird.lost_work.seconds", "s", "Device time whose result was thrown away.");
        checkpointDuration = meter.CreateHistogram<double>("bird.checkpoint.duration", "s", "Time to encode and store a checkpoint.", tags: null, Durations);
        checkpointBytes = meter.CreateCounter<long>("bird.checkpoint.bytes", "By", "Bytes of checkpoints stored.");
        stepDuration = meter.CreateHistogram<double>("bird.step.duration", "s", "Device time of a diffusion step; its sum over time is how busy the device was.", tags: null, Durations);
        slots = meter.CreateUpDownCounter<long>("bird.worker.slots", "{item}", "Pictures that this worker takes at once.");
        ready = meter.CreateObservableGauge("bird.items.ready", () => Observe(now => now.Ready), "{item}", "Pictures of running jobs that wait for a worker; told by the scheduler's silo.");
        meter.CreateObservableGauge("bird.jobs.running", () => Observe(now => now.Jobs), "{job}", "Jobs that run; told by the scheduler's silo.");
        meter.CreateObservableGauge("bird.engine.busy_ratio", ObserveBusy, "1", "Part of the last minute that the device spent on steps.");
        leased = meter.CreateUpDownCounter<long>("bird.items.leased", "{item}", "Pictures leased to this worker.");
    }

    public void OnCompleted(ItemResult result) => completed.Add(1, new KeyValuePair<string, object?>("outcome", result.ToString()));

    public void OnAttemptFailed(FailureClass failure) => failed.Add(1, ErrorClass(failure));

    public void OnRetried(FailureClass failure) => retried.Add(1, ErrorClass(failure));

    public void OnDeadLettered(FailureClass failure) => deadLettered.Add(1, ErrorClass(failure));

    public void OnSteps(long count) => steps.Add(count);

    public void OnLeaseExpired() => expired.Add(1);

    /// <param name="kind">What was refused: "commit", "checkpoint", "result" or "shard".</param>
    public void OnFenced(string kind) => fenced.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void OnCheckpointRejected() => rejected.Add(1);

    public void OnWorkLost(TimeSpan deviceTime) => lost.Add(deviceTime.TotalSeconds);

    public void OnCheckpointWritten(TimeSpan duration, long bytes)
    {
        checkpointDuration.Record(duration.TotalSeconds);
        checkpointBytes.Add(bytes);
    }

    public void OnLeased(int change)
    {
        leased.Add(change);
        Use.OnLeased(change);
    }

    public void OnWorkerStarted(int size)
    {
        slots.Add(size);
        Use.OnSlots(size);
    }

    void IStepObserver.OnStep(TimeSpan duration)
    {
        stepDuration.Record(duration.TotalSeconds);
        Use.OnStep(duration);
    }

    /// <summary>The same of this silo alone and of the last minute, kept whether or not anybody collects metrics.</summary>
    internal DeviceMeter Use { get; }

    /// <summary>Whether anybody looks at the backlog, which takes calls to find out.</summary>
    internal bool BacklogIsWatched => ready.Enabled;

    /// <param name="now">The backlog; null when another silo tells it.</param>
    internal void OnBacklog(Backlog? now) => Volatile.Write(ref backlog, now);

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> Observe(Func<Backlog, long> value) =>
        Volatile.Read(ref backlog) is { } now ? [new Measurement<long>(value(now))] : [];

    /// <summary>Nothing where there is no worker.</summary>
    private IEnumerable<Measurement<double>> ObserveBusy() => Use.Read() is { Slots: > 0 } use ? [new Measurement<double>(use.Busy)] : [];

    private static KeyValuePair<string, object?> ErrorClass(FailureClass failure) => new("error.class", failure.ToString());
}

/// <param name="Jobs">Jobs that run.</param>
/// <param name="Ready">Their pictures that are neither finished nor in work.</param>
internal sealed record Backlog(int Jobs, long Ready);
