using System.Security.Cryptography;
using System.Text;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

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
            var unused = await planner.NextRunAsync(jobId, output, cancellationToken);
            if (found is { Value: var mine } && mine.JobId == jobId && mine.Run >= unused && !await IsSubmittedAsync(mine, cancellationToken))
            {
                // Taken by the same work at the same moment, or by one that died: only one submission gets written with it.
                return mine.Run;
            }

            var run = Math.Max(found?.Value.Run + 1 ?? 1, unused);
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

    /// <summary>
    /// True while the output is this job's. Two jobs may both have found it free; whoever claimed it last has it, and the
    /// other one learns it here, after its submission was written and could be seen.
    /// </summary>
    public async Task<bool> IsHeldAsync(string jobId, string output, CancellationToken cancellationToken) =>
        (await JsonObject.ReadAsync(store, KeyOf(output), SubmissionJson.Default.OutputClaim, cancellationToken))?.Value.JobId == jobId;

    private async Task<bool> IsSubmittedAsync(OutputClaim claim, CancellationToken cancellationToken) =>
        (await submissions.ReadAsync(claim.JobId, cancellationToken))?.Record.Run >= claim.Run;

    /// <summary>A job always writes to the same output, so any run of it that goes on is one that writes there.</summary>
    private async Task<bool> IsUnfinishedAsync(OutputClaim claim, CancellationToken cancellationToken)
    {
        var submission = (await submissions.ReadAsync(claim.JobId, cancellationToken))?.Record;
        var job = (await jobs.ReadAsync(claim.JobId, cancellationToken))?.Record;
        return submission?.IsUnfinished(job) == true || job?.State is JobState.Running or JobState.Paused or JobState.Draining;
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
