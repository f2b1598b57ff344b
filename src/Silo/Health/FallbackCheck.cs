using BirD.Restoration.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BirD.Silo.Health;

/// <summary>Is the prior on the device that was wanted? Degraded where the CPU stands in: the silo works (200), and whoever looks is told why it is slow.</summary>
internal sealed class FallbackCheck(IServiceProvider services) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(services.GetService<LoadedPrior>()?.FallbackReason is { } reason
            ? HealthCheckResult.Degraded($"The CPU stands in: {reason}")
            : HealthCheckResult.Healthy());
}
