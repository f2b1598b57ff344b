using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Silo.Api.Pictures;
using BirD.Silo.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace BirD.Silo.Api.Jobs;

/// <summary>Questions about jobs; every list comes in pages.</summary>
internal static class JobEndpoints
{
    private const int DefaultPage = 100;
    private const int MaxPage = 1000;

    private static readonly string[] FailureClasses = ["input", "transient", "resource", "poison"];

    public static void Map(IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("jobs");
        jobs.MapGet("", ListAsync).WithName("listJobs").WithSummary("Jobs, oldest names first, a page at a time");
        jobs.MapGet("/{id}", GetAsync).WithName("getJob").WithSummary("A job and where its latest run stands");
        jobs.MapGet("/{id}/items", ItemsAsync).WithName("listItems").WithSummary("Pictures of the latest run in listing order");
        jobs.MapGet("/{id}/failures", FailuresAsync).WithName("listFailures").WithSummary("Pictures that were given up, and why");
        jobs.MapGet("/{id}/report", ReportEndpoint.GetAsync).WithName("getReport")
            .WithSummary("What became of the job: counts as JSON, or with format=csv every picture as a row");
        EventsEndpoint.Map(jobs);
        PictureEndpoints.Map(jobs);
    }

    private static async Task<Ok<Page<JobDocument>>> ListAsync(
        JobQueries queries, string? after, int? limit, string? state, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ListAsync(after, Limit(limit), Word<JobPhase>("state", state), cancellationToken));

    private static async Task<Ok<JobDocument>> GetAsync(JobQueries queries, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.GetAsync(id, cancellationToken));

    private static async Task<Ok<Page<ItemDocument>>> ItemsAsync(
        JobQueries queries, string id, string? after, int? limit, string? status, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ItemsAsync(id, after, Limit(limit), Word<ItemPhase>("status", status), cancellationToken));

    private static async Task<Ok<Page<FailureDocument>>> FailuresAsync(
        JobQueries queries, string id, string? after, int? limit, string? @class, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.FailuresAsync(id, after, Limit(limit), FailureClass(@class), cancellationToken));

    /// <summary>Null for all of them.</summary>
    public static string? FailureClass(string? word) => word is null || FailureClasses.Contains(word)
        ? word
        : throw Problem.InvalidRequest($"class must be one of {string.Join(", ", FailureClasses)}.");

    private static int Limit(int? limit) => limit is null or (>= 1 and <= MaxPage)
        ? limit ?? DefaultPage
        : throw Problem.InvalidRequest($"limit must lie between 1 and {MaxPage}; {DefaultPage} is the default.");

    private static T? Word<T>(string name, string? word)
        where T : struct, Enum =>
        word is null ? null
        : Enum.GetNames<T>().Contains(word, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<T>(word, ignoreCase: true)
        : throw Problem.InvalidRequest($"{name} must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
}
