using BirD.Contracts.Api;
using BirD.Contracts.Jobs;
using BirD.Contracts.Retry;
using BirD.Grains.Application;
using BirD.Grains.Application.Queries;
using BirD.Silo.Api.Pictures;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Api.Jobs;

/// <summary>Calls that change something: each needs the right to write, and is audited.</summary>
internal static class JobOrderEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("jobs").RequireAuthorization(Policies.Write)
            .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<AuditLog>().InvokeAsync(context, next));
        jobs.MapPost("", SubmitEndpoint.PostAsync).WithName("submitJob").WithSummary("Submit a job; repeating the request is safe");
        jobs.MapPost("/{id}/pause", PauseAsync).WithName("pauseJob").WithSummary("Checkpoint pictures in work and grant no more");
        jobs.MapPost("/{id}/resume", ResumeAsync).WithName("resumeJob").WithSummary("Go on after a pause");
        jobs.MapPost("/{id}/cancel", CancelAsync).WithName("cancelJob").WithSummary("End the run; what is done stays");
        jobs.MapPost("/{id}/retry", RetryAsync).WithName("retryJob").WithSummary("Try pictures again that were given up");
        DecisionEndpoints.Map(jobs);
        jobs.MapPut("/{id}/priority", SetPriorityAsync).WithName("setPriority").WithSummary("Change how the job shares the cluster");
    }

    private static async Task<Ok<JobDocument>> PauseAsync(JobControl control, JobQueries queries, string id, CancellationToken cancellationToken)
    {
        await control.PauseAsync(id, cancellationToken);
        return TypedResults.Ok(await queries.GetAsync(id, cancellationToken));
    }

    private static async Task<Ok<JobDocument>> ResumeAsync(JobControl control, JobQueries queries, string id, CancellationToken cancellationToken)
    {
        await control.ResumeAsync(id, cancellationToken);
        return TypedResults.Ok(await queries.GetAsync(id, cancellationToken));
    }

    private static async Task<Ok<JobDocument>> CancelAsync(
        JobControl control, JobQueries queries, string id, CancelOrder? order, CancellationToken cancellationToken)
    {
        await control.CancelAsync(id, order?.Mode == CancelWord.FinishCurrent ? CancelMode.FinishCurrent : CancelMode.Abort, cancellationToken);
        return TypedResults.Ok(await queries.GetAsync(id, cancellationToken));
    }

    private static async Task<Ok<RetryReply>> RetryAsync(JobControl control, string id, RetryOrder? order, CancellationToken cancellationToken)
    {
        var only = JobEndpoints.FailureClass(order?.Class) is { } word ? Enum.Parse<FailureClass>(word, ignoreCase: true) : (FailureClass?)null;
        return TypedResults.Ok(new RetryReply(await control.RetryAsync(id, only, cancellationToken)));
    }

    private static async Task<Ok<JobDocument>> SetPriorityAsync(
        JobControl control, JobQueries queries, string id, PriorityOrder order, CancellationToken cancellationToken)
    {
        SubmissionPlanner.CheckPriority(order.Priority, order.MaxInFlight);
        await control.SetTermsAsync(id, new JobTerms(order.Priority, order.MaxInFlight), cancellationToken);
        return TypedResults.Ok(await queries.GetAsync(id, cancellationToken));
    }
}
