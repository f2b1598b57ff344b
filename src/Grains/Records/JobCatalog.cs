using System.Globalization;
using System.Runtime.CompilerServices;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Which jobs and runs lie in the store.</summary>
public sealed class JobCatalog(IObjectStore store)
{
    private const string Jobs = "jobs/";

    /// <summary>Ids of the jobs in ordinal order, those after <paramref name="after"/> when given.</summary>
    public IAsyncEnumerable<string> ListJobsAsync(string? after = null, CancellationToken cancellationToken = default) =>
        store.ListFoldersAsync(Jobs, cancellationToken)
            .Where(id => after is null || string.CompareOrdinal(id, after) > 0)
            .Order(StringComparer.Ordinal);

    /// <summary>Numbers of the runs of which anything is stored, manifests that never started included.</summary>
    public async IAsyncEnumerable<int> ListRunsAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var name in store.ListFoldersAsync($"{Jobs}{jobId}/runs/", cancellationToken))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var run))
            {
                yield return run;
            }
        }
    }
}
