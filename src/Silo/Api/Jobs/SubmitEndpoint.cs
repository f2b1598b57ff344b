using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using BirD.Grains.Application;
using BirD.Grains.Application.Queries;
using BirD.Grains.Records;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Problems;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BirD.Silo.Api.Jobs;

/// <summary>Takes a job in. Repeating a request never starts the work twice.</summary>
internal static class SubmitEndpoint
{
    private const int MaxKeyLength = 255;

    /// <summary>Accepted when a run begins, Ok when this very work is under way or the key was used for it before.</summary>
    public static async Task<Results<Accepted<JobDocument>, Ok<JobDocument>>> PostAsync(
        SubmitRequest request,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        SubmissionPlanner planner,
        JobSubmitter submitter,
        IdempotencyStore keys,
        JobQueries queries,
        ClaimsPrincipal caller,
        CancellationToken cancellationToken)
    {
        var (who, fingerprint) = (Policies.NameOf(caller), Fingerprint(request));
        if (idempotencyKey?.Length is 0 or > MaxKeyLength)
        {
            throw Problem.InvalidRequest($"Idempotency-Key must have 1 to {MaxKeyLength} characters.");
        }

        if (idempotencyKey is not null && await keys.FindAsync(who, idempotencyKey, cancellationToken) is { } used
            && await EarlierAsync(queries, used, fingerprint, cancellationToken) is { } earlier)
        {
            return TypedResults.Ok(earlier);
        }

        // The key is taken before the job begins: of several requests at once only one gets it.
        var planned = await planner.PlanAsync(request, who, cancellationToken);
        if (idempotencyKey is not null
            && await keys.TakeAsync(who, idempotencyKey, new IdempotencyRecord(fingerprint, planned.Id), cancellationToken) is var first && first.Fingerprint != fingerprint)
        {
            throw Reused(first);
        }

        var (submission, isNew) = await submitter.SubmitAsync(planned, cancellationToken);
        var document = await queries.GetAsync(submission.Id, cancellationToken);
        return isNew ? TypedResults.Accepted($"{ApiOptions.BasePath}/jobs/{submission.Id}", document) : TypedResults.Ok(document);
    }

    /// <summary>The job that the key was used for; null where that attempt ended before there was one.</summary>
    private static async Task<JobDocument?> EarlierAsync(JobQueries queries, IdempotencyRecord used, string fingerprint, CancellationToken cancellationToken)
    {
        if (used.Fingerprint != fingerprint)
        {
            throw Reused(used);
        }

        try
        {
            return await queries.GetAsync(used.JobId, cancellationToken);
        }
        catch (JobNotFoundException)
        {
            return null;
        }
    }

    private static ApiProblemException Reused(IdempotencyRecord used) =>
        Problem.IdempotencyKeyReused($"It was used for job '{used.JobId}' with other content. Use a new key for a new request.");

    private static string Fingerprint(SubmitRequest request) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(request, ApiJson.Default.SubmitRequest))));
}
