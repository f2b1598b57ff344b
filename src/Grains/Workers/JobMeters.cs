using System.Collections.Concurrent;
using BirD.Contracts.Scheduling;

namespace BirD.Grains.Workers;

/// <summary>Counts what this worker does for each job, for the scheduler to share by.</summary>
internal sealed class JobMeters
{
    private readonly ConcurrentDictionary<string, Meter> meters = new(StringComparer.Ordinal);

    public void OnTaken(string job)
    {
        var meter = meters.GetOrAdd(job, _ => new Meter());
        lock (meter)
        {
            (meter.InWork, meter.Taken) = (meter.InWork + 1, meter.Taken + 1);
        }
    }

    public void OnEnded(string job, TimeSpan workTime)
    {
        var meter = meters.GetOrAdd(job, _ => new Meter());
        lock (meter)
        {
            (meter.InWork, meter.Ended) = (meter.InWork - 1, meter.Ended + 1);
            meter.WorkTime += workTime;
        }
    }

    /// <summary>The counts since the last call; 0 in work is told as well, once known, it costs few bytes per job.</summary>
    public IReadOnlyList<JobUsage> Read()
    {
        var usage = new List<JobUsage>(meters.Count);
        foreach (var (job, meter) in meters)
        {
            lock (meter)
            {
                usage.Add(new JobUsage(job, meter.InWork, meter.Taken, meter.Ended, meter.WorkTime.TotalSeconds));
                (meter.Taken, meter.Ended, meter.WorkTime) = (0, 0, TimeSpan.Zero);
            }
        }

        return usage;
    }

    private sealed class Meter
    {
        public int InWork { get; set; }

        public int Taken { get; set; }

        public int Ended { get; set; }

        public TimeSpan WorkTime { get; set; }
    }
}
