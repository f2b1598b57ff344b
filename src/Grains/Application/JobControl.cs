using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;
using BirD.Grains.Records;

namespace BirD.Grains.Application;

/// <summary>Changes the course of jobs, those that are still being listed included.</summary>
public sealed class JobControl(SubmissionStore submissions, JobRecordStore jobs, FailureRetrier retrier, IGrainFactory grains)
{
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">It has no run yet.</exception>
    public async Task PauseAsync(string id, CancellationToken cancellationToken) => await (await StartedAsync(id, cancellationToken)).PauseAsync();

    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">It has no run yet.</exception>
    public async Task ResumeAsync(string id, CancellationToken cancellationToken) => await (await StartedAsync(id, cancellationToken)).ResumeAsync();

    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">It has no run yet.</exception>
    public async Task SetTermsAsync(string id, JobTerms terms, CancellationToken cancellationToken) =>
        await (await StartedAsync(id, cancellationToken)).SetTermsAsync(terms);

    /// <returns>Pictures that will be tried again.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">It has no run yet, or the run was cancelled.</exception>
    public async Task<int> RetryAsync(string id, FailureClass? only, CancellationToken cancellationToken)
    {
        await StartedAsync(id, cancellationToken);
        return await retrier.RetryAsync(id, only, cancellationToken);
    }

    /// <summary>Ends listing and run, whichever there is.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task CancelAsync(string id, CancelMode mode, CancellationToken cancellationToken)
    {
        var submission = (await submissions.ReadAsync(Valid(id), cancellationToken))?.Record;
        if (submission is { State: SubmissionState.Listing }
            && await submissions.EndListingAsync(id, submission.Run, SubmissionState.Cancelled, null, cancellationToken))
        {
            await submissions.RemoveMarkerAsync(id, cancellationToken);
            if (await jobs.ReadAsync(id, cancellationToken) is not { } job || job.Record.Run.Number != submission.Run)
            {
                return;
            }
        }

        await grains.GetGrain<IJobGrain>(id).CancelAsync(mode);
    }

    /// <summary>The job, if its latest submission has got as far as a run.</summary>
    private async Task<IJobGrain> StartedAsync(string id, CancellationToken cancellationToken)
    {
        if (await submissions.ReadAsync(Valid(id), cancellationToken) is ({ } submission, _)
            && (await jobs.ReadAsync(id, cancellationToken))?.Record.Run.Number is var run && (run is null || run < submission.Run))
        {
            throw new JobConflictException($"Job '{id}' has no pictures yet: its input is still being listed, or can't be. Look at its status, or cancel it.");
        }

        return grains.GetGrain<IJobGrain>(id);
    }

    private static string Valid(string id) => JobId.IsValid(id) ? id : throw new JobNotFoundException($"There is no job '{id}'.");
}
