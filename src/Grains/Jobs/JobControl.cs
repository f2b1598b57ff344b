using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;
using BirD.Grains.Listing;
using BirD.Grains.Retry;

namespace BirD.Grains.Jobs;

/// <summary>Changes the course of jobs, those that are still being listed included.</summary>
public sealed class JobControl(SubmissionStore submissions, FailureRetrier retrier, IGrainFactory grains)
{
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">Its listing isn't complete yet.</exception>
    public async Task PauseAsync(string id, CancellationToken cancellationToken) => await (await StartedAsync(id, cancellationToken)).PauseAsync();

    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">Its listing isn't complete yet.</exception>
    public async Task ResumeAsync(string id, CancellationToken cancellationToken) => await (await StartedAsync(id, cancellationToken)).ResumeAsync();

    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task CancelAsync(string id, CancelMode mode, CancellationToken cancellationToken)
    {
        if (await submissions.ReadAsync(Valid(id), cancellationToken) is ({ State: SubmissionState.Listing } listing, _)
            && await submissions.EndListingAsync(id, listing.Run, SubmissionState.Cancelled, null, cancellationToken))
        {
            await submissions.RemoveMarkerAsync(id, cancellationToken);
            return;
        }

        await grains.GetGrain<IJobGrain>(id).CancelAsync(mode);
    }

    /// <summary>Changes how a job shares the cluster, from now on.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">Its listing isn't complete yet.</exception>
    public async Task SetTermsAsync(string id, JobTerms terms, CancellationToken cancellationToken) =>
        await (await StartedAsync(id, cancellationToken)).SetTermsAsync(terms);

    /// <summary>Has pictures that were given up tried again; answers how many.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobConflictException">Its run was cancelled.</exception>
    public Task<int> RetryAsync(string id, FailureClass? only, CancellationToken cancellationToken) =>
        retrier.RetryAsync(Valid(id), only, cancellationToken);

    private async Task<IJobGrain> StartedAsync(string id, CancellationToken cancellationToken) =>
        await submissions.ReadAsync(Valid(id), cancellationToken) is ({ State: SubmissionState.Listing }, _)
            ? throw new JobConflictException($"The input of job '{id}' is still being listed. Try again when it runs, or cancel it.")
            : grains.GetGrain<IJobGrain>(id);

    private static string Valid(string id) => JobId.IsValid(id) ? id : throw new JobNotFoundException($"There is no job '{id}'.");
}
