using BirD.Contracts.Api;
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
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/cluster", GetAsync)
        .WithName("getCluster").WithTags("cluster").WithSummary("Silos, devices, priors and the queue");

    private static async Task<Ok<ClusterDocument>> GetAsync(
        IClusterView view, QueueWatch queue, IOptions<ClusterOptions> cluster, CancellationToken cancellationToken)
    {
        var silos = await view.GetSilosAsync();
        return TypedResults.Ok(new ClusterDocument
        {
            ClusterId = cluster.Value.ClusterId,
            Software = Product.Name,
            Silos = silos,
            Priors = silos.Priors(),
            Queue = await queue.ReadAsync(cancellationToken),
        });
    }
}
