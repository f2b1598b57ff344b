using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using BirD.Grains.Application.Queries;
using BirD.Storage.Manifests;
using BirD.Storage.Objects.Local;

namespace BirD.Client.Jobs;

/// <summary>Jobs that <c>bird restore</c> keeps in an output folder; reads beside a run that is going on.</summary>
internal sealed class LocalJobReader : IJobReader
{
    private const int PageSize = 1000;

    private readonly JobQueries queries;
    private readonly string output;

    /// <exception cref="UsageException">The folder holds no state of jobs.</exception>
    public LocalJobReader(string output)
    {
        this.output = output;
        var state = Path.Combine(Path.GetFullPath(output), ".bird");
        if (!Directory.Exists(state))
        {
            throw new UsageException($"{output} holds no jobs: there is no folder {state}. Name the --output of a restore, or a --cluster.");
        }

        var objects = new FileObjectStore(state);
        queries = new JobQueries(objects, new ObjectManifestStore(objects));
    }

    public Task<JobDocument> GetAsync(string id, CancellationToken cancellationToken) => Explained(id, () => queries.GetAsync(id, cancellationToken));

    public Task<Page<JobDocument>> ListAsync(string? after, CancellationToken cancellationToken) =>
        queries.ListAsync(after, PageSize, null, cancellationToken);

    public Task<Page<FailureDocument>> FailuresAsync(string id, string? failureClass, string? after, CancellationToken cancellationToken) =>
        Explained(id, () => queries.FailuresAsync(id, after, PageSize, failureClass, cancellationToken));

    public Task<ReportDocument> ReportAsync(string id, CancellationToken cancellationToken) => Explained(id, () => queries.ReportAsync(id, cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> Explained<T>(string id, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (JobNotFoundException e)
        {
            throw new UsageException($"There is no job '{id}' in {output}; 'bird status --output {output}' lists them.", e);
        }
    }
}
