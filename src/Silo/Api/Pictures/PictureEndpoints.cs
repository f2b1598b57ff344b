using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Restoration.Imaging;
using BirD.Silo.Api.Pictures.Previews;
using BirD.Silo.Api.Pictures.Tiles;
using BirD.Silo.Api.Problems;
using BirD.Storage.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BirD.Silo.Api.Pictures;

/// <summary>One picture of a job: its sidecar, and what it looked like before and after.</summary>
/// <remarks>Callers name a picture by its place in the job's listing, never by a path, so nothing outside the listing can be asked for.</remarks>
internal static class PictureEndpoints
{
    private const int DefaultSide = 480;
    private const int LargestSide = 4096;

    public static void Map(RouteGroupBuilder jobs)
    {
        var picture = jobs.MapGroup("/{id}/items/{shard:int:min(0)}/{item:int:min(0)}");
        picture.MapGet("", GetAsync).WithName("getPicture").WithSummary("A picture of the latest run with its sidecar or its failure");
        PictureEvents.Map(picture);
        Show("before", "The original", place => (Side.Original, place.InputKey));
        Show("after", "The result", place => (Side.Result, place.Item.Output));
        Show("uncertainty", "Where the samples differ, bright,", place => (Side.Result, place.Item.Output + ResultNames.UncertaintySuffix));
        Show("found", "The mask of the marks that were found", place => (Side.Result, place.Item.Output + ResultNames.FoundSuffix));

        void Show(string name, string summary, Func<ItemPlace, (Side, string)> which)
        {
            var title = $"{char.ToUpperInvariant(name[0])}{name[1..]}";
            picture
                .MapGet($"/{name}", (JobQueries queries, Previewer previewer, HttpContext context, string id, int shard, int item, int? size, CancellationToken stop) =>
                    ShowAsync(queries, previewer, context, which, id, shard, item, size, stop))
                .WithName($"show{title}").WithSummary($"{summary} as a JPEG for looking at").Produces(StatusCodes.Status200OK, contentType: "image/jpeg");
            TileEndpoints.Map(picture, name, title, summary, which);
        }
    }

    private static async Task<Ok<PictureDocument>> GetAsync(
        PictureReader reader, string id, int shard, int item, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reader.ReadAsync(id, shard, item, cancellationToken));

    private static async Task<FileContentHttpResult> ShowAsync(
        JobQueries queries, Previewer previewer, HttpContext context, Func<ItemPlace, (Side, string)> which, string id, int shard, int item, int? size,
        CancellationToken cancellationToken)
    {
        var longest = size is null or (>= 16 and <= LargestSide)
            ? size ?? DefaultSide
            : throw Problem.InvalidRequest($"size must lie between 16 and {LargestSide}; {DefaultSide} is the default.");
        var file = (await queries.PlaceAsync(id, shard, item, cancellationToken)).Of(which);
        var jpeg = await previewer.MakeAsync(file, longest, pixels => Preview.Encode(pixels, longest), cancellationToken);
        // A result may be made anew under the same address.
        context.Response.Headers.CacheControl = "private, max-age=30";
        return TypedResults.Bytes(jpeg, "image/jpeg");
    }
}
