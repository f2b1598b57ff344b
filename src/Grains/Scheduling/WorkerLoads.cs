using BirD.Contracts.Leases;
using BirD.Contracts.Scheduling;

namespace BirD.Grains.Scheduling;

/// <summary>What each living worker has in work of each job, as it last said, and what it was allowed to take since.</summary>
internal sealed class WorkerLoads(Func<WorkerId, bool> isDead)
{
    private readonly Dictionary<WorkerId, Dictionary<string, int>> loads = [];

    public void Enter(WorkerId worker, IReadOnlyList<JobUsage> usage)
    {
        foreach (var gone in loads.Keys.Where(isDead).ToList())
        {
            loads.Remove(gone);
        }

        loads[worker] = usage.Where(job => job.InWork > 0).ToDictionary(job => job.JobId, job => job.InWork, StringComparer.Ordinal);
    }

    /// <summary>Counts an allowance as used until the worker's next word.</summary>
    public void Reserve(WorkerId worker, string job, int items)
    {
        var load = loads[worker];
        load[job] = load.GetValueOrDefault(job) + items;
    }

    public int InWork(string job) => loads.Values.Sum(load => load.GetValueOrDefault(job));
}
