using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace BirD.Silo.Health;

/// <summary>Is this silo an active member, and not on its way out? As the silo itself sees it: nobody is asked.</summary>
internal sealed class MemberCheck(ISiloStatusOracle oracle, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = oracle.CurrentStatus;
        return Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The silo is draining.")
            : status != SiloStatus.Active ? HealthCheckResult.Unhealthy($"The silo is {status}.")
            : HealthCheckResult.Healthy());
    }
}
