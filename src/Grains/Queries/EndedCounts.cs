using BirD.Contracts.Api;
using BirD.Storage.Objects;

namespace BirD.Grains.Queries;

/// <summary>Counts of finished jobs that somebody asked about lately; good as long as the job's record is the same.</summary>
internal sealed class EndedCounts
{
    private const int Kept = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (ETag Tag, JobCounts Counts)> known = new(StringComparer.Ordinal);

    public JobCounts? Find(string job, ETag tag)
    {
        lock (gate)
        {
            return known.TryGetValue(job, out var found) && found.Tag == tag ? found.Counts : null;
        }
    }

    public void Enter(string job, ETag tag, JobCounts counts)
    {
        lock (gate)
        {
            if (known.Count >= Kept)
            {
                known.Clear();
            }

            known[job] = (tag, counts);
        }
    }
}
