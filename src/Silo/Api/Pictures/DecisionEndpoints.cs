using BirD.Contracts.Api;
using BirD.Contracts.Decisions;
using BirD.Grains.Application;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Problems;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BirD.Silo.Api.Pictures;

/// <summary>What a curator decides about one picture. The group they are mapped in demands the right to write and audits.</summary>
internal static class DecisionEndpoints
{
    public static void Map(IEndpointRouteBuilder orders)
    {
        var picture = orders.MapGroup("/{id}/items/{shard:int:min(0)}/{item:int:min(0)}");
        picture.MapPost("/keep-original", KeepAsync).WithName("keepOriginal").WithSummary("Put the original's bytes in the result's place, now and in later runs");
        picture.MapPost("/restore-again", RestoreAsync).WithName("restoreAgain").WithSummary("Take such a decision back, or try a picture again that was given up");
    }

    private static async Task<Accepted<PictureDocument>> KeepAsync(
        PictureDecisions decisions, PictureReader reader, HttpContext context, string id, int shard, int item, CancellationToken cancellationToken)
    {
        // Of what the caller has before their eyes: a file that is replaced later is another picture.
        var seen = (string?)(await reader.ReadAsync(id, shard, item, cancellationToken)).Sidecar?["input"]?["sha256"];
        await decisions.DecideAsync(id, shard, item, new ItemDecision(DecisionKind.KeepOriginal, Policies.NameOf(context.User), seen), cancellationToken);
        return await AnswerAsync(reader, id, shard, item, cancellationToken);
    }

    private static async Task<Accepted<PictureDocument>> RestoreAsync(
        PictureDecisions decisions, PictureReader reader, HttpContext context, string id, int shard, int item, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(id, shard, item, cancellationToken) is { Decision: null, Failure: null, Item.Output: var output })
        {
            throw Problem.JobConflict($"Nobody decided to keep the original of '{output}', and it was not given up: there is nothing to take back.");
        }

        await decisions.DecideAsync(id, shard, item, new ItemDecision(DecisionKind.RestoreAgain, Policies.NameOf(context.User)), cancellationToken);
        return await AnswerAsync(reader, id, shard, item, cancellationToken);
    }

    private static async Task<Accepted<PictureDocument>> AnswerAsync(
        PictureReader reader, string id, int shard, int item, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"{ApiOptions.BasePath}/jobs/{id}/items/{shard}/{item}", await reader.ReadAsync(id, shard, item, cancellationToken));
}
