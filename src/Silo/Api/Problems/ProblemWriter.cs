using BirD.Contracts.Jobs;
using BirD.Grains.Listing;
using BirD.Grains.Records;
using BirD.Silo.Api.Configuration;
using BirD.Storage;
using BirD.Storage.Inputs;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace BirD.Silo.Api.Problems;

/// <summary>Turns whatever an endpoint throws into a problem document; what has no name here is ours to repair, and logged.</summary>
internal sealed partial class ProblemWriter(IProblemDetailsService problems, ILogger<ProblemWriter> logger) : IExceptionHandler
{
    private readonly ILogger logger = logger;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more; 499 is what proxies log for it.
            context.Response.StatusCode = 499;
            return true;
        }

        if (ToProblem(exception) is { } problem)
        {
            await WriteAsync(context, problem, exception);
            return true;
        }

        if (exception is not BadHttpRequestException)
        {
            LogUnforeseen(context.Request.Method, context.Request.Path, exception);
        }

        return false;
    }

    public async Task WriteAsync(HttpContext context, ApiProblemException problem, Exception? cause = null)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.Status is StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            Exception = cause,
            ProblemDetails = new ProblemDetails { Status = problem.Status, Type = problem.Type, Title = problem.Title, Detail = problem.Message },
        });
    }

    private static ApiProblemException? ToProblem(Exception exception) => exception switch
    {
        ApiProblemException problem => problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } e =>
            Problem.InvalidRequest(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message),
        JobNotFoundException e => Problem.UnknownJob(e.Message),
        JobConflictException e => Problem.JobConflict(e.Message),
        OutputInUseException e => Problem.OutputInUse(e.Message),
        InputMissingException e => Problem.InputNotFound(e.Message),
        NoPicturesException e => Problem.NoPictures(e.Message),
        FormatException e => Problem.InvalidRequest(e.Message),
        StoreException e => Problem.StoreUnavailable($"{e.Message} Nothing was changed; try again later."),
        InvalidDataException e => Problem.DamagedState(e.Message),
        TimeoutException or OrleansException => Problem.ClusterUnavailable("A silo didn't answer; another one will take its place within seconds. Try again."),
        _ => null,
    };

    [LoggerMessage(ApiEventIds.Unforeseen, LogLevel.Error, "{Method} {Path} failed in a way that nobody foresaw")]
    private partial void LogUnforeseen(string method, string path, Exception exception);
}
