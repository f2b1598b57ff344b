using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;

namespace BirD.Silo.Api.Clusters;

/// <summary>The queue as it was a moment ago: counting it reads every job, and whoever looks at the cluster's page asks again and again.</summary>
internal sealed class QueueWatch(JobQueries queries, TimeProvider time) : IDisposable
{
    /// <summary>Half of the interval at which pages ask.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(1);

    private const int JobsLookedAt = 1000;

    private readonly SemaphoreSlim gate = new(1);
    private (QueueDocument Queue, long Read)? known;
    private TimeSpan pause = Staleness;

    public void Dispose() => gate.Dispose();

    public async Task<QueueDocument> ReadAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            // Pauses as long as the counting took: at most half of one processor goes into it, however many ask.
            if (known is not { } fresh || time.GetElapsedTime(fresh.Read) > pause)
            {
                var begun = time.GetTimestamp();
                var queue = await CountAsync(cancellationToken);
                var took = time.GetElapsedTime(begun);
                (known, pause) = ((queue, time.GetTimestamp()), took > Staleness ? took : Staleness);
            }

            return known.Value.Queue;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<QueueDocument> CountAsync(CancellationToken cancellationToken)
    {
        var queue = new QueueDocument(0, 0, 0, 0, 0);
        var page = await queries.ListAsync(null, JobsLookedAt, null, cancellationToken);
        foreach (var job in page.Items)
        {
            queue = job.State switch
            {
                JobPhase.Listing => queue with { Listing = queue.Listing + 1 },
                JobPhase.Paused => queue with { Paused = queue.Paused + 1 },
                JobPhase.Running => queue with
                {
                    Running = queue.Running + 1,
                    Waiting = queue.Waiting + ((job.Counts?.Total - job.Counts?.Done) ?? 0),
                    InWork = queue.InWork + job.Active.Count,
                },
                _ => queue,
            };
        }

        return queue;
    }
}
