using System.Security.Cryptography;
using System.Text;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Grains.Jobs;
using BirD.Storage.Objects;

namespace BirD.Grains.Listing;

/// <summary>Gives out an output's run numbers one by one, and only to one unfinished job at a time.</summary>
/// <remarks>
/// Two jobs that wrote to one output at once would undo each other's results, and equal run numbers would hide it from the
/// epochs. The claim is one object per output, changed by compare-and-swap.
/// </remarks>
internal sealed class OutputClaims(IObjectStore store, JobRunPlanner planner, JobRecordStore jobs, SubmissionStore submissions)
{
    /// <exception cref="OutputInUseException">Another job that writes there is not finished.</exception>
    public async Task<int> NextRunAsync(string jobId, string output, CancellationToken cancellationToken)
    {
        var key = KeyOf(output);
        while (true)
        {
            var found = await JsonObject.ReadAsync(store, key, SubmissionJson.Default.OutputClaim, cancellationToken);
            if (found is { Value: var claim } && claim.JobId != jobId && await IsUnfinishedAsync(claim, cancellationToken))
            {
                throw new OutputInUseException(
                    $"Job '{claim.JobId}' is still writing to this output. Wait for its end, cancel it, or choose another output.");
            }

            // The planner also knows the runs from before there were claims.
            var run = Math.Max(found?.Value.Run ?? 0, await planner.NextRunAsync(jobId, output, cancellationToken) - 1) + 1;
            if (run > LeaseEpoch.MaxRun)
            {
                throw new InvalidOperationException($"All {LeaseEpoch.MaxRun} run numbers of '{output}' are used up.");
            }

            var next = new OutputClaim(jobId, run);
            if (await JsonObject.WriteAsync(store, key, next, SubmissionJson.Default.OutputClaim, found?.ETag, cancellationToken) is not null)
            {
                return run;
            }
        }
    }

    private async Task<bool> IsUnfinishedAsync(OutputClaim claim, CancellationToken cancellationToken)
    {
        var submission = (await submissions.ReadAsync(claim.JobId, cancellationToken))?.Record;
        var job = (await jobs.ReadAsync(claim.JobId, cancellationToken))?.Record;
        return (submission?.Run == claim.Run && submission.IsUnfinished(job))
            || (job?.Run.Number == claim.Run && job.State is JobState.Running or JobState.Paused or JobState.Draining);
    }

    private static string KeyOf(string output) => $"outputs/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(output)))}.json";
}

/// <param name="JobId">The job that last took a run number.</param>
/// <param name="Run">That number.</param>
internal sealed record OutputClaim(string JobId, int Run)
{
    public int Schema { get; init; } = 1;
}

/// <summary>An unfinished job writes to the same output.</summary>
public sealed class OutputInUseException(string message) : Exception(message);
