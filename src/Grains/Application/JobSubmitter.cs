using System.Security.Cryptography;
using System.Text;
using BirD.Contracts.Jobs;
using BirD.Contracts.Listing;
using BirD.Grains.Diagnostics;
using BirD.Grains.Records;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace BirD.Grains.Application;

/// <summary>Takes jobs in: once the record is written, the job happens, whatever dies.</summary>
public sealed partial class JobSubmitter
{
    private readonly SubmissionStore submissions;
    private readonly OutputClaims claims;
    private readonly JobRecordStore jobs;
    private readonly IGrainFactory grains;
    private readonly ILogger<JobSubmitter> logger;

    internal JobSubmitter(
        SubmissionStore submissions, OutputClaims claims, JobRecordStore jobs, IGrainFactory grains, ILogger<JobSubmitter> logger) =>
        (this.submissions, this.claims, this.jobs, this.grains, this.logger) = (submissions, claims, jobs, grains, logger);

    /// <summary>The id of a job that was given none: the same work gives the same job.</summary>
    public static string IdOf(SubmissionRecord wanted) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{JobId.FromSpec(wanted.Spec.ToSpec())}\n{wanted.Scope}")).AsSpan(0, 8));

    /// <summary>
    /// Takes a submission in and has its input listed, or returns the unfinished one of the same job. A job that has ended
    /// gets another run, which skips what is whole.
    /// </summary>
    /// <param name="wanted">The submission; its run and state are set here.</param>
    /// <param name="cancellationToken">Abandons the attempt; repeating it is safe.</param>
    /// <returns>The submission as recorded, and whether it is new.</returns>
    /// <exception cref="JobConflictException">The id is taken by other work, or by a run that skips what this one would make anew.</exception>
    /// <exception cref="OutputInUseException">Another job that writes there is not finished.</exception>
    public async Task<(SubmissionRecord Record, bool IsNew)> SubmitAsync(SubmissionRecord wanted, CancellationToken cancellationToken)
    {
        using var span = Spans.Submit(wanted.Id);
        while (true)
        {
            var found = await submissions.ReadAsync(wanted.Id, cancellationToken);
            var job = await jobs.ReadAsync(wanted.Id, cancellationToken);
            if ((found is { } f && !f.Record.Same(wanted)) || (job is { } j && !j.Record.Spec.Same(wanted.Spec)))
            {
                throw new JobConflictException($"Job '{wanted.Id}' exists with other settings, pictures, masks or output; choose another id, or leave it out.");
            }

            if (found is { Record: var known } && known.IsUnfinished(job?.Record))
            {
                // Taking the one for the other would leave old results in place, and nobody would be told.
                if (wanted.Force && !known.Force)
                {
                    throw new JobConflictException($"Job '{wanted.Id}' is under way and skips what is done. Wait for its end or cancel it, then submit it again with force.");
                }

                await WakeAsync(known);
                return (known, false);
            }

            var run = await claims.NextRunAsync(wanted.Id, wanted.Spec.Output, cancellationToken);
            var next = wanted with { Run = run, State = SubmissionState.Listing, Fault = null, Trace = span?.Id };
            if (await submissions.WriteAsync(next, found?.ETag, cancellationToken) is not null)
            {
                await YieldOutputAsync(next, cancellationToken);
                LogSubmitted(next.Id, next.Run, next.Input, next.Output, next.SubmittedBy);
                await WakeAsync(next);
                return (next, true);
            }
        }
    }

    /// <summary>Takes the submission back when another job has claimed its output between the claim and the record.</summary>
    private async Task YieldOutputAsync(SubmissionRecord submission, CancellationToken cancellationToken)
    {
        if (!await claims.IsHeldAsync(submission.Id, submission.Spec.Output, cancellationToken))
        {
            var refusal = new OutputInUseException("Another job took this output at the same moment. Wait for its end, cancel it, or choose another output.");
            await submissions.EndListingAsync(submission.Id, submission.Run, SubmissionState.Failed, refusal.Message, cancellationToken);
            await submissions.RemoveMarkerAsync(submission.Id, cancellationToken);
            throw refusal;
        }
    }

    /// <summary>Only a matter of speed: a listing that wasn't woken is found by its marker.</summary>
    private async Task WakeAsync(SubmissionRecord submission)
    {
        if (submission.State != SubmissionState.Listing)
        {
            return;
        }

        try
        {
            await grains.GetGrain<IListingGrain>(submission.Id).WakeAsync();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            LogWakeFailed(submission.Id, e);
        }
    }

    [LoggerMessage(Diagnostics.EventIds.JobSubmitted, LogLevel.Information, "Job {Job}: run {Run} submitted, {Input} to {Output}, by {Submitter}")]
    private partial void LogSubmitted(string job, int run, string input, string output, string submitter);

    [LoggerMessage(Diagnostics.EventIds.ListingNotWoken, LogLevel.Warning, "Job {Job}: its listing couldn't be woken now; it will be found by its marker")]
    private partial void LogWakeFailed(string job, Exception exception);
}
