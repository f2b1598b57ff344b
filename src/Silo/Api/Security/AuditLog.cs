using BirD.Silo.Api.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BirD.Silo.Api.Security;

/// <summary>Who changed what, and who tried to: log category "BirD.Audit", one structured event per call.</summary>
internal sealed partial class AuditLog(ILoggerFactory loggers) : IEndpointFilter
{
    public const string Category = "BirD.Audit";

    private readonly ILogger logger = loggers.CreateLogger(Category);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            var result = await next(context);
            var answer = result is INestedHttpResult nested ? nested.Result : result;
            Write(http, (answer as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK, null);
            return result;
        }
        catch (Exception e)
        {
            Write(http, (e as Problems.ApiProblemException)?.Status ?? 0, e.Message);
            throw;
        }
    }

    /// <summary>A change that was refused for want of a right; reads are not recorded.</summary>
    public void Denied(HttpContext context, int status)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            LogDenied(Policies.NameOf(context.User), $"{context.Connection.RemoteIpAddress}", context.Request.Method, PathOf(context), status);
        }
    }

    /// <summary>Escaped, so that a line break in a path can't forge an entry.</summary>
    private static string PathOf(HttpContext context) => context.Request.Path.ToUriComponent();

    private void Write(HttpContext context, int status, string? fault) => LogAudited(
        Policies.NameOf(context.User), $"{context.Connection.RemoteIpAddress}", context.Request.Method, PathOf(context), status, fault ?? "done");

    [LoggerMessage(ApiEventIds.Audited, LogLevel.Information, "{Caller} from {Address}: {Method} {Path} -> {Status}: {Outcome}")]
    private partial void LogAudited(string caller, string address, string method, string path, int status, string outcome);

    [LoggerMessage(ApiEventIds.Denied, LogLevel.Warning, "{Caller} from {Address}: {Method} {Path} -> {Status}: denied")]
    private partial void LogDenied(string caller, string address, string method, string path, int status);
}
