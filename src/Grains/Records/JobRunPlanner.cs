using BirD.Contracts.Leases;

namespace BirD.Grains.Records;

/// <summary>Tells a client the number of the run that it is about to write the manifest of.</summary>
/// <remarks>
/// Results remember the epoch that they were made under and only give way to a higher one. Several jobs may write to one
/// output (the same folder with another seed), so runs are counted per output, not per job.
/// </remarks>
public sealed class JobRunPlanner(JobRecordStore records, JobCatalog catalog)
{
    /// <param name="jobId">The job to be run.</param>
    /// <param name="output">Its output location, as in its specification.</param>
    /// <param name="cancellationToken">Abandons the search.</param>
    /// <exception cref="InvalidOperationException">The numbers are used up.</exception>
    public async Task<int> NextRunAsync(string jobId, string output, CancellationToken cancellationToken = default)
    {
        var highest = await HighestRunAsync(jobId, cancellationToken);
        await foreach (var other in catalog.ListJobsAsync(cancellationToken: cancellationToken))
        {
            if (other != jobId && await SharesOutputAsync(other, output, cancellationToken))
            {
                highest = Math.Max(highest, await HighestRunAsync(other, cancellationToken));
            }
        }

        return highest < LeaseEpoch.MaxRun
            ? highest + 1
            : throw new InvalidOperationException(
                $"All {LeaseEpoch.MaxRun} run numbers of '{output}' are used up; remove its state directory to start over.");
    }

    private async Task<int> HighestRunAsync(string jobId, CancellationToken cancellationToken)
    {
        var highest = 0;
        await foreach (var run in catalog.ListRunsAsync(jobId, cancellationToken))
        {
            highest = Math.Max(highest, run);
        }

        return highest;
    }

    /// <summary>A record that can't be read counts as sharing: a run number too high does no harm.</summary>
    private async Task<bool> SharesOutputAsync(string jobId, string output, CancellationToken cancellationToken)
    {
        try
        {
            return await records.ReadAsync(jobId, cancellationToken) is not { } found || found.Record.Spec.Output == output;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
