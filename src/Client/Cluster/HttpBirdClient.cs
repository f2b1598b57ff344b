using BirD.Client.Embedded;
using BirD.Client.Jobs;
using BirD.Contracts.Api;
using BirD.Contracts.Jobs;

namespace BirD.Client.Cluster;

/// <summary>A cluster over its HTTP API.</summary>
internal sealed class HttpBirdClient(ClusterAddress address, TimeProvider time, HttpMessageHandler? handler = null) : IBirdClient, IJobReader
{
    private const int PageSize = 1000;

    private readonly ApiConnection api = new(address, time, handler);

    public ClusterAddress Address => address;

    /// <summary>Submits once, however often the request has to be sent.</summary>
    public Task<JobDocument> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Post, "jobs", request, ApiJson.Default.SubmitRequest, ApiJson.Default.JobDocument, Guid.NewGuid().ToString("N"), cancellationToken);

    public Task<JobDocument> GetAsync(string id, CancellationToken cancellationToken) =>
        api.GetAsync($"jobs/{Escape(id)}", ApiJson.Default.JobDocument, cancellationToken);

    public Task<Page<JobDocument>> ListAsync(string? after, CancellationToken cancellationToken) =>
        api.GetAsync($"jobs?limit={PageSize}{After(after)}", ApiJson.Default.PageJobDocument, cancellationToken);

    public Task<Page<FailureDocument>> FailuresAsync(string id, string? failureClass, string? after, CancellationToken cancellationToken) =>
        api.GetAsync(
            $"jobs/{Escape(id)}/failures?limit={PageSize}{(failureClass is null ? "" : $"&class={Escape(failureClass)}")}{After(after)}",
            ApiJson.Default.PageFailureDocument,
            cancellationToken);

    public Task<ReportDocument> ReportAsync(string id, CancellationToken cancellationToken) =>
        api.GetAsync($"jobs/{Escape(id)}/report", ApiJson.Default.ReportDocument, cancellationToken);

    public Task<ClusterDocument> ClusterAsync(CancellationToken cancellationToken) =>
        api.GetAsync("cluster", ApiJson.Default.ClusterDocument, cancellationToken);

    public Task<JobDocument> PauseAsync(string id, CancellationToken cancellationToken) => OrderAsync(id, "pause", null, cancellationToken);

    public Task<JobDocument> ResumeAsync(string id, CancellationToken cancellationToken) => OrderAsync(id, "resume", null, cancellationToken);

    public Task<JobDocument> CancelAsync(string id, CancelOrder order, CancellationToken cancellationToken) => OrderAsync(id, "cancel", order, cancellationToken);

    public Task<RetryReply> RetryAsync(string id, RetryOrder order, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Post, $"jobs/{Escape(id)}/retry", order, ApiJson.Default.RetryOrder, ApiJson.Default.RetryReply, null, cancellationToken);

    public Task<JobDocument> SetPriorityAsync(string id, PriorityOrder order, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Put, $"jobs/{Escape(id)}/priority", order, ApiJson.Default.PriorityOrder, ApiJson.Default.JobDocument, null, cancellationToken);

    public async Task<JobProgress> GetProgressAsync(StartedRun run) => RunView.ToProgress(await GetAsync(run.JobId, CancellationToken.None));

    /// <summary>Reconnects as needed, until the run ends.</summary>
    public IAsyncEnumerable<JobEvent> WatchAsync(StartedRun run, CancellationToken cancellationToken) =>
        new EventReader(api, time).ReadAsync(run.JobId, cancellationToken).Select(RunView.ToEvent);

    public ValueTask DisposeAsync()
    {
        api.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<JobDocument> OrderAsync(string id, string order, CancelOrder? body, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Post, $"jobs/{Escape(id)}/{order}", body, ApiJson.Default.CancelOrder, ApiJson.Default.JobDocument, null, cancellationToken);

    private static string After(string? after) => after is null ? "" : $"&after={Escape(after)}";

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
