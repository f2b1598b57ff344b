using System.Text.RegularExpressions;
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
using Microsoft.Net.Http.Headers;
using Orleans.Runtime;

namespace BirD.Silo.Api.Problems;

/// <summary>Turns whatever an endpoint throws into a problem document; what has no name here is ours to repair, and logged.</summary>
internal sealed partial class ProblemWriter(IProblemDetailsService problems, ILogger<ProblemWriter> logger) : IExceptionHandler
{
    private readonly ILogger logger = logger;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        TakeAnyAnswer(context);
        if (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more; 499 is what proxies log for it.
            context.Response.StatusCode = 499;
            return true;
        }

        if (ToProblem(exception) is { } problem)
        {
            if (exception is StoreException or InputMissingException)
            {
                LogStore(context.Request.Method, context.Request.Path, exception.Message);
            }

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
        TakeAnyAnswer(context);
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

    /// <summary>The message, or what stands for it where it names a path of this machine.</summary>
    private static string WithoutPlaces(string message, string otherwise) => AbsolutePath.IsMatch(message) ? otherwise : message;

    [GeneratedRegex("(^|[\\s'\"(])(/|[A-Za-z]:[\\\\/]|\\\\\\\\)")]
    private static partial Regex AbsolutePath { get; }

    /// <summary>Whoever asked for a picture, a table or a stream is told too: the writer would refuse to answer in anything but JSON, and leave a 500 behind.</summary>
    private static void TakeAnyAnswer(HttpContext context) => context.Request.Headers.Remove(HeaderNames.Accept);

    private static ApiProblemException? ToProblem(Exception exception) => exception switch
    {
        ApiProblemException problem => problem,
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } e =>
            Problem.InvalidRequest(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message),
        JobNotFoundException e => Problem.UnknownJob(e.Message),
        JobConflictException e => Problem.JobConflict(e.Message),
        OutputInUseException e => Problem.OutputInUse(e.Message),
        // Where the server keeps things is nobody's business (docs/adr/0011); the log has it.
        InputMissingException e => Problem.InputNotFound(WithoutPlaces(e.Message, "The file is not there any more, or can't be read.")),
        NoPicturesException e => Problem.NoPictures(e.Message),
        FormatException e => Problem.InvalidRequest(e.Message),
        StoreException e => Problem.StoreUnavailable($"{WithoutPlaces(e.Message, "The store can't serve now; the silo's log says why.")} Nothing was changed; try again later."),
        InvalidDataException e => Problem.DamagedState(e.Message),
        TimeoutException or OrleansException => Problem.ClusterUnavailable("A silo didn't answer; another one will take its place within seconds. Try again."),
        _ => null,
    };

    [LoggerMessage(ApiEventIds.StoreFailed, LogLevel.Warning, "{Method} {Path}: {Reason}")]
    private partial void LogStore(string method, string path, string reason);

    [LoggerMessage(ApiEventIds.Unforeseen, LogLevel.Error, "{Method} {Path} failed in a way that nobody foresaw")]
    private partial void LogUnforeseen(string method, string path, Exception exception);
}
