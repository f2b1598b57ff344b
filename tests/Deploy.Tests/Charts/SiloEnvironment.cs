using System.Reflection;
using BirD.Grains.Checkpointing;
using BirD.Grains.Configuration;
using BirD.Grains.Hosting;
using BirD.Grains.Images;
using BirD.Grains.Jobs;
using BirD.Grains.Leases;
using BirD.Grains.Retry;
using BirD.Grains.Scheduling;
using BirD.Grains.Shards;
using BirD.Grains.Workers;
using BirD.Restoration.Priors.Onnx;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Hosting;
using BirD.Silo.Telemetry;
using BirD.Storage.Hosting;
using BirD.Storage.Roots;
using Microsoft.Extensions.Configuration;

namespace BirD.Deploy.Tests.Charts;

/// <summary>Environment variables as a silo reads them.</summary>
internal static class SiloEnvironment
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.Ordinal)
    {
        ["Silo"] = typeof(BirdSiloOptions), ["Cluster"] = typeof(ClusterNodeOptions), ["Http"] = typeof(HttpOptions), ["Prior"] = typeof(PriorOptions),
        ["Store"] = typeof(StoreOptions), ["Inputs"] = typeof(RootOptions), ["Outputs"] = typeof(RootOptions), ["Telemetry"] = typeof(TelemetryOptions),
        ["Api"] = typeof(ApiOptions), ["Worker"] = typeof(WorkerOptions), ["Leases"] = typeof(LeaseOptions), ["Retry"] = typeof(RetryOptions),
        ["Shards"] = typeof(ShardOptions), ["Jobs"] = typeof(JobOptions), ["Scheduler"] = typeof(SchedulerOptions),
        ["Checkpoints"] = typeof(CheckpointOptions), ["Pictures"] = typeof(PictureOptions),
    };

    /// <summary>As the silo reads it: variables of its own, configuration keys, and a fault for what it can't work with.</summary>
    public static SiloSettings Read(Dictionary<string, string> variables) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Select(v => KeyValuePair.Create(v.Key.Replace("__", ":", StringComparison.Ordinal), (string?)v.Value)))
        .AddInMemoryCollection(SiloSetting.All.Where(s => variables.ContainsKey(s.Variable)).Select(s => KeyValuePair.Create(s.Key, (string?)variables[s.Variable])))
        .Build());

    /// <summary>Whether there is an option of this name.</summary>
    public static bool IsKnown(string name) =>
        SiloSetting.All.Any(setting => setting.Variable == name)
        || name.StartsWith("OTEL_", StringComparison.Ordinal)
        || name.StartsWith("DOTNET_", StringComparison.Ordinal)
        || name == RuntimeTelemetry.Variable
        || (name.Split("__") is ["Bird", var section, .. var path] && Sections.TryGetValue(section, out var options) && path.Length > 0 && Leads(options, path));

    private static bool Leads(Type options, ReadOnlySpan<string> path) =>
        path.IsEmpty || (options.GetProperty(path[0], BindingFlags.Public | BindingFlags.Instance) is { } property
            && Leads(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, path[1..]));
}
