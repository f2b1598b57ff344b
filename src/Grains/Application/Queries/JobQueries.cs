using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using BirD.Contracts.Listing;
using BirD.Grains.Records;
using BirD.Restoration.Pipeline;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;

namespace BirD.Grains.Application.Queries;

/// <summary>Answers questions about jobs, a page at a time: from the grains of jobs in progress, from the store otherwise.</summary>
public sealed class JobQueries
{
    private readonly IGrainFactory? grains;
    private readonly SubmissionStore submissions;
    private readonly JobRecordStore jobs;
    private readonly JobCatalog catalog;
    private readonly RunReader runs;

    /// <param name="objects">Where jobs lie.</param>
    /// <param name="manifests">Where their listings lie.</param>
    /// <param name="grains">The cluster; null to read a store that no silo of this process works on.</param>
    public JobQueries(IObjectStore objects, IManifestStore manifests, IGrainFactory? grains = null)
    {
        this.grains = grains;
        (submissions, jobs, catalog) = (new SubmissionStore(objects), new JobRecordStore(objects), new JobCatalog(objects));
        runs = new RunReader(manifests, new ShardRecordStore(objects), new DeadLetterStore(objects));
    }

    /// <summary>The job and where its latest run stands.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task<JobDocument> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        var (submission, job) = await ReadAsync(id, cancellationToken);
        var document = JobDocuments.Create(submission, job);
        if (document.State == JobPhase.Listing && grains is not null)
        {
            var status = await grains.GetGrain<IListingGrain>(id).GetStatusAsync();
            return document with { Counts = new JobCounts(status.Items, 0, 0, 0, 0, 0), Fault = status.Fault };
        }

        if (job is null || job.Run.Number != document.Run)
        {
            return document;
        }

        return grains is not null && document.State is JobPhase.Running or JobPhase.Paused or JobPhase.Draining
            ? JobDocuments.WithProgress(document, await grains!.GetGrain<IJobGrain>(id).GetProgressAsync(), job.Spec, submission)
            : document with { Counts = document.Counts ?? await runs.CountAsync(job, cancellationToken) };
    }

    /// <summary>Jobs in the order of their keys; counts only of those in progress and of those that finished.</summary>
    public async Task<Page<JobDocument>> ListAsync(string? after, int limit, JobPhase? state, CancellationToken cancellationToken = default)
    {
        var page = new List<JobDocument>();
        var looked = 0;
        string? last = null;
        await foreach (var id in catalog.ListJobsAsync(after, cancellationToken))
        {
            // A filter that nothing passes must not make one request read a whole store.
            if (page.Count == limit || looked++ == 10 * limit)
            {
                return new Page<JobDocument>(page, last);
            }

            last = id;
            if (await FindAsync(id, cancellationToken) is { } document && (state is null || document.State == state))
            {
                page.Add(document);
            }
        }

        return new Page<JobDocument>(page, null);
    }

    /// <summary>Pictures of the job's latest run.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="FormatException"><paramref name="after"/> comes from no earlier page.</exception>
    public async Task<Page<ItemDocument>> ItemsAsync(
        string id, string? after, int limit, ItemPhase? status, CancellationToken cancellationToken = default)
    {
        var (submission, job) = await ReadAsync(id, cancellationToken);
        return job is null
            ? new Page<ItemDocument>([], null)
            : await runs.ItemsAsync(job, ItemNames.For(job.Spec, submission), ItemCursor.Parse(after), limit, status, cancellationToken);
    }

    /// <summary>Pictures of the job's latest run that were given up.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="FormatException"><paramref name="after"/> comes from no earlier page.</exception>
    public async Task<Page<FailureDocument>> FailuresAsync(
        string id, string? after, int limit, string? failureClass, CancellationToken cancellationToken = default)
    {
        var (submission, job) = await ReadAsync(id, cancellationToken);
        return job is null
            ? new Page<FailureDocument>([], null)
            : await runs.FailuresAsync(job, ItemNames.For(job.Spec, submission), ItemCursor.Parse(after), limit, failureClass, cancellationToken);
    }

    /// <summary>One picture of the job's latest run.</summary>
    /// <exception cref="JobNotFoundException">There is no such job, or no such picture in its latest run.</exception>
    public async Task<ItemPlace> PlaceAsync(string id, int shard, int item, CancellationToken cancellationToken = default)
    {
        var (submission, job) = await ReadAsync(id, cancellationToken);
        return (job is null ? null : await runs.PlaceAsync(job, ItemNames.For(job.Spec, submission), new ItemCursor(shard, item), cancellationToken))
            ?? throw new JobNotFoundException($"The latest run of the job '{id}' has no picture {item} in shard {shard}.");
    }

    /// <summary>How the job's originals are called.</summary>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task<ItemNames> NamesAsync(string id, CancellationToken cancellationToken = default)
    {
        var (submission, job) = await ReadAsync(id, cancellationToken);
        return ItemNames.For((job?.Spec ?? submission?.Spec)!, submission);
    }

    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    public async Task<ReportDocument> ReportAsync(string id, CancellationToken cancellationToken = default)
    {
        var document = await GetAsync(id, cancellationToken);
        var (_, job) = await ReadAsync(id, cancellationToken);
        var (failures, bytes) = job is null ? (new SortedDictionary<string, long>(StringComparer.Ordinal), 0) : await runs.SumAsync(job, cancellationToken);
        return new ReportDocument { Job = document, Failures = failures, InputBytes = bytes, Software = Product.Name };
    }

    private async Task<JobDocument?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var (submission, job) = await ReadAsync(id, cancellationToken);
            var document = JobDocuments.Create(submission, job);
            return grains is not null && document.State is JobPhase.Running or JobPhase.Paused or JobPhase.Draining or JobPhase.Listing
                ? await GetAsync(id, cancellationToken)
                : document;
        }
        catch (JobNotFoundException)
        {
            // A manifest of a job that never started, or the checkpoints of one that was removed.
            return null;
        }
        catch (InvalidDataException e)
        {
            return new JobDocument { Id = id, State = JobPhase.Failed, Run = 0, Input = "", Output = "", Fault = e.Message };
        }
    }

    private async Task<(SubmissionRecord? Submission, JobRecord? Job)> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (!JobId.IsValid(id))
        {
            throw new JobNotFoundException($"There is no job '{id}'.");
        }

        var (submission, job) = ((await submissions.ReadAsync(id, cancellationToken))?.Record, (await jobs.ReadAsync(id, cancellationToken))?.Record);
        return submission is null && job is null ? throw new JobNotFoundException($"There is no job '{id}'.") : (submission, job);
    }
}
