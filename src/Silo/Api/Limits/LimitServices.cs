using System.Globalization;
using System.Threading.RateLimiting;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Problems;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Api.Limits;

/// <summary>How much one caller may ask for: a token bucket for requests, a count for open event streams.</summary>
internal static class LimitServices
{
    public const string Watchers = "watchers";

    public static IServiceCollection AddApiLimits(this IServiceCollection services, ApiOptions api) => services.AddRateLimiter(options =>
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => IsApi(context)
            ? RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = api.RequestBurst,
                TokensPerPeriod = api.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));
        options.AddPolicy(Watchers, context => RateLimitPartition.GetConcurrencyLimiter(
            CallerOf(context), _ => new ConcurrencyLimiterOptions { PermitLimit = api.WatchersPerCaller, QueueLimit = 0 }));
        options.OnRejected = (context, _) => RejectAsync(context);
    });

    private static async ValueTask RejectAsync(OnRejectedContext context)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await context.HttpContext.RequestServices.GetRequiredService<ProblemWriter>()
            .WriteAsync(context.HttpContext, Problem.TooManyRequests($"This caller asks too often or watches too many jobs at once. Wait {wait} s."));
    }

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(ApiOptions.BasePath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whoever didn't say who they are is known by their address, which also slows down guessing of keys.</summary>
    private static string CallerOf(HttpContext context) => context.User.Identity?.IsAuthenticated == true
        ? Policies.NameOf(context.User)
        : $"address:{context.Connection.RemoteIpAddress}";
}
