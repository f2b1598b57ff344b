using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Silo.Api.Pictures.Previews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>A picture at full size, in tiles: a browser fetches those that it shows.</summary>
internal static class TileEndpoints
{
    public static void Map(RouteGroupBuilder picture, string name, string title, string summary, Func<ItemPlace, (Side, string)> which)
    {
        picture
            .MapGet($"/{name}/tiles", async (JobQueries queries, TileReader tiles, string id, int shard, int item, CancellationToken stop) =>
            {
                var file = (await queries.PlaceAsync(id, shard, item, stop)).Of(which);
                return TypedResults.Ok(await tiles.DescribeAsync(file, stop));
            })
            .WithName($"describe{title}Tiles").WithSummary($"{summary} in tiles: which there are");
        picture
            .MapGet($"/{name}/tiles/{{version:length(16)}}/{{level:int:range(0,31)}}/{{column:int:min(0)}}/{{row:int:min(0)}}",
                async (JobQueries queries, TileReader tiles, HttpContext context, string id, int shard, int item, string version, int level, int column, int row, CancellationToken stop) =>
                {
                    var file = (await queries.PlaceAsync(id, shard, item, stop)).Of(which);
                    var jpeg = await tiles.TileAsync(file, version, level, column, row, stop);
                    // The version is in the address, so what it leads to never changes.
                    context.Response.Headers.CacheControl = "private, max-age=3600, immutable";
                    return TypedResults.Bytes(jpeg, "image/jpeg");
                })
            .WithName($"show{title}Tile").WithSummary($"{summary}: one tile as a JPEG").Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
    }
}
