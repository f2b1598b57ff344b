using BirD.Contracts.Api;
using Microsoft.AspNetCore.Http;

namespace BirD.Silo.Api.Problems;

/// <summary>The problems that requests of their own accord can have.</summary>
internal static class Problem
{
    public static ApiProblemException InvalidRequest(string detail) =>
        new(StatusCodes.Status400BadRequest, ProblemTypes.InvalidRequest, "The request is not valid.", detail);

    public static ApiProblemException InvalidPrefix(string detail) =>
        new(StatusCodes.Status400BadRequest, ProblemTypes.InvalidPrefix, "The path does not lie below a configured root.", detail);

    public static ApiProblemException UnknownRoot(string detail) =>
        new(StatusCodes.Status400BadRequest, ProblemTypes.UnknownRoot, "There is no such root.", detail);

    public static ApiProblemException InputNotFound(string detail) =>
        new(StatusCodes.Status404NotFound, ProblemTypes.InputNotFound, "The input is not there.", detail);

    public static ApiProblemException NoPictures(string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, ProblemTypes.NoPictures, "There is nothing to restore.", detail);

    public static ApiProblemException NoPreview(string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, ProblemTypes.NoPreview, "The picture can't be shown.", detail);

    public static ApiProblemException PriorUnavailable(string detail) =>
        new(StatusCodes.Status409Conflict, ProblemTypes.PriorUnavailable, "No worker has this prior.", detail);

    public static ApiProblemException UnknownJob(string detail) =>
        new(StatusCodes.Status404NotFound, ProblemTypes.UnknownJob, "There is no such job.", detail);

    public static ApiProblemException JobConflict(string detail) =>
        new(StatusCodes.Status409Conflict, ProblemTypes.JobConflict, "The job's state or specification doesn't allow this.", detail);

    public static ApiProblemException OutputInUse(string detail) =>
        new(StatusCodes.Status409Conflict, ProblemTypes.OutputInUse, "Another job writes to this output.", detail);

    public static ApiProblemException IdempotencyKeyReused(string detail) =>
        new(StatusCodes.Status422UnprocessableEntity, ProblemTypes.IdempotencyKeyReused, "The idempotency key was used for another request.", detail);

    public static ApiProblemException Unauthenticated(string detail) =>
        new(StatusCodes.Status401Unauthorized, ProblemTypes.Unauthenticated, "Authentication is needed.", detail);

    public static ApiProblemException Forbidden(string detail) =>
        new(StatusCodes.Status403Forbidden, ProblemTypes.Forbidden, "The caller may not do this.", detail);

    public static ApiProblemException TooManyRequests(string detail) =>
        new(StatusCodes.Status429TooManyRequests, ProblemTypes.TooManyRequests, "Too many requests.", detail);

    public static ApiProblemException StoreUnavailable(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, ProblemTypes.StoreUnavailable, "The store can't be reached.", detail);

    public static ApiProblemException ClusterUnavailable(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, ProblemTypes.ClusterUnavailable, "The cluster can't answer now.", detail);

    public static ApiProblemException DamagedState(string detail) =>
        new(StatusCodes.Status500InternalServerError, ProblemTypes.DamagedState, "Stored state can't be read.", detail);
}
