using System.Globalization;
using System.Runtime.CompilerServices;
using BirD.Storage.Objects;

namespace BirD.Grains.Jobs;

/// <summary>Which jobs and runs lie in the store.</summary>
public sealed class JobCatalog(IObjectStore store)
{
    private const string Jobs = "jobs/";

    public IAsyncEnumerable<string> ListJobsAsync(CancellationToken cancellationToken = default) => ListChildrenAsync(Jobs, cancellationToken);

    /// <summary>Numbers of the runs of which anything is stored, manifests that never started included.</summary>
    public async IAsyncEnumerable<int> ListRunsAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var name in ListChildrenAsync($"{Jobs}{jobId}/runs/", cancellationToken))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var run))
            {
                yield return run;
            }
        }
    }

    /// <summary>
    /// Names directly below a prefix. The store lists objects only, so one short listing per name jumps over everything
    /// below it ('0' is the character after '/').
    /// </summary>
    private async IAsyncEnumerable<string> ListChildrenAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (await FirstAsync(prefix, after, cancellationToken) is { } key)
        {
            var slash = key.IndexOf('/', prefix.Length);
            if (slash < 0)
            {
                after = key;
                continue;
            }

            yield return key[prefix.Length..slash];
            after = string.Concat(key.AsSpan(0, slash), "0");
        }
    }

    private async Task<string?> FirstAsync(string prefix, string? after, CancellationToken cancellationToken)
    {
        await foreach (var key in store.ListAsync(prefix, after, cancellationToken))
        {
            return key;
        }

        return null;
    }
}
