using BirD.Contracts.Api;

namespace BirD.Client.Jobs;

/// <summary>Questions about jobs, wherever they are kept.</summary>
internal interface IJobReader : IAsyncDisposable
{
    Task<JobDocument> GetAsync(string id, CancellationToken cancellationToken);

    Task<Page<JobDocument>> ListAsync(string? after, CancellationToken cancellationToken);

    Task<Page<FailureDocument>> FailuresAsync(string id, string? failureClass, string? after, CancellationToken cancellationToken);

    Task<ReportDocument> ReportAsync(string id, CancellationToken cancellationToken);
}
