using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BirD.Silo.Health;

/// <summary>Is the device alive? Part of liveness: a sticky device failure is only cleared by a new process.</summary>
internal sealed class EngineCheck(EngineWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.Fault() is { } fault ? HealthCheckResult.Unhealthy(fault) : HealthCheckResult.Healthy());
}
