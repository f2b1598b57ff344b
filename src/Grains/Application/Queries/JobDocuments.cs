using System.Text.Json.Nodes;
using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using BirD.Grains.Records;

namespace BirD.Grains.Application.Queries;

/// <summary>Makes what callers see out of submission, job record and progress.</summary>
internal static class JobDocuments
{
    /// <summary>At least one of the two is there.</summary>
    public static JobDocument Create(SubmissionRecord? submission, JobRecord? job)
    {
        var spec = (submission?.Spec ?? job?.Spec)!;
        // A submission whose listing isn't complete is ahead of the job's record, which then still tells of an earlier run.
        var current = submission is null || submission.Run <= job?.Run.Number ? job : null;
        return new JobDocument
        {
            Id = (submission?.Id ?? job?.Id)!,
            State = current is null ? PhaseOf(submission!.State) : PhaseOf(current.State),
            Run = current?.Run.Number ?? submission!.Run,
            Input = submission?.Input ?? string.Join(", ", spec.Roots.Select(root => root.Location)),
            Output = submission?.Output ?? spec.Output,
            Include = submission?.Include,
            Exclude = submission?.Exclude,
            Mask = submission?.Mask?.Name,
            Force = submission?.Force ?? false,
            Priority = current?.ToTerms().Priority ?? submission?.Priority ?? 0,
            MaxInFlight = current is null ? submission?.MaxInFlight : current.ToTerms().MaxInFlight,
            Submitted = submission?.Submitted,
            SubmittedBy = submission?.SubmittedBy,
            Settings = JsonNode.Parse(spec.SettingsJson),
            SettingsHash = spec.SettingsHash,
            Prior = submission?.Prior ?? spec.PriorSha256,
            Listed = current is not null && !current.Run.Open,
            Fault = submission?.Fault,
            Counts = current?.Run is { Counts: { } end, Items: var items, Steps: var steps }
                ? new JobCounts(items, end.Restored, end.Unchanged, end.Skipped, end.Failed, steps)
                : null,
        };
    }

    public static JobDocument WithProgress(JobDocument document, JobProgress progress, JobSpecRecord spec, SubmissionRecord? submission)
    {
        var names = ItemNames.For(spec, submission);
        return document with
        {
            State = PhaseOf(progress.State),
            Run = progress.Run,
            Listed = progress.Listed,
            Counts = new JobCounts(progress.Total, progress.Restored, progress.Unchanged, progress.Skipped, progress.Failed, progress.Steps),
            Active = [.. progress.Active.Select(picture => new ActiveItem(names.OfPath(picture.Input), picture.Step, picture.Steps))],
            Fault = progress.Fault,
            Priority = progress.Terms.Priority,
            MaxInFlight = progress.Terms.MaxInFlight,
        };
    }

    public static JobPhase PhaseOf(JobState state) => state switch
    {
        JobState.Running => JobPhase.Running,
        JobState.Paused => JobPhase.Paused,
        JobState.Finished => JobPhase.Finished,
        JobState.Cancelled => JobPhase.Cancelled,
        JobState.Draining => JobPhase.Draining,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static JobPhase PhaseOf(SubmissionState state) => state switch
    {
        // Started, but the job's record is of an earlier run: between two writes of the listing.
        SubmissionState.Listing or SubmissionState.Started => JobPhase.Listing,
        SubmissionState.Failed => JobPhase.Failed,
        SubmissionState.Cancelled => JobPhase.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
