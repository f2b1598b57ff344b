using BirD.Silo.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace BirD.Silo.Api.Security;

/// <summary>Says in a problem document why somebody wasn't let in.</summary>
internal sealed class DeniedHandler(ProblemWriter problems, AuditLog audit) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        var known = context.User.Identity?.IsAuthenticated == true;
        var problem = known
            ? Problem.Forbidden($"{Policies.NameOf(context.User)} lacks the role for {context.Request.Method} {context.Request.Path}. Ask an administrator for a key or token with it.")
            : Problem.Unauthenticated(
                (await Why(context) ?? "There is no API key or token in the request.")
                + " Send 'Authorization: Bearer <key>'; keys are made with 'bird keys create'.");
        if (!known)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"bird\"";
        }

        audit.Denied(context, problem.Status);
        await problems.WriteAsync(context, problem);
    }

    private static async Task<string?> Why(HttpContext context) => (await context.AuthenticateAsync()).Failure?.Message;
}
