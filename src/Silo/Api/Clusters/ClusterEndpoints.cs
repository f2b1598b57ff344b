using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Restoration.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace BirD.Silo.Api.Clusters;

internal static class ClusterEndpoints
{
    private const int JobsLookedAt = 1000;

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/cluster", GetAsync)
        .WithName("getCluster").WithTags("cluster").WithSummary("Silos, devices, priors and the queue");

    private static async Task<Ok<ClusterDocument>> GetAsync(
        IClusterView view, JobQueries queries, IOptions<ClusterOptions> cluster, CancellationToken cancellationToken)
    {
        var silos = await view.GetSilosAsync();
        return TypedResults.Ok(new ClusterDocument
        {
            ClusterId = cluster.Value.ClusterId,
            Software = Product.Name,
            Silos = silos,
            Priors = silos.Priors(),
            Queue = await QueueAsync(queries, cancellationToken),
        });
    }

    private static async Task<QueueDocument> QueueAsync(JobQueries queries, CancellationToken cancellationToken)
    {
        var queue = new QueueDocument(0, 0, 0, 0, 0);
        var page = await queries.ListAsync(null, JobsLookedAt, null, cancellationToken);
        foreach (var job in page.Items)
        {
            queue = job.State switch
            {
                JobPhase.Listing => queue with { Listing = queue.Listing + 1 },
                JobPhase.Paused => queue with { Paused = queue.Paused + 1 },
                JobPhase.Running => queue with
                {
                    Running = queue.Running + 1,
                    Waiting = queue.Waiting + ((job.Counts?.Total - job.Counts?.Done) ?? 0),
                    InWork = queue.InWork + job.Active.Count,
                },
                _ => queue,
            };
        }

        return queue;
    }
}
