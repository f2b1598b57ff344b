using BirD.Contracts.Api;

namespace BirD.Silo.Api.Clusters;

/// <summary>The silos as this one sees them.</summary>
internal interface IClusterView
{
    Task<IReadOnlyList<SiloDocument>> GetSilosAsync();
}

internal static class ClusterViewExtensions
{
    /// <summary>SHA-256 of the priors that living workers have.</summary>
    public static IReadOnlyList<string> Priors(this IEnumerable<SiloDocument> silos) =>
        [.. silos.Where(silo => silo.Status == "active").Select(silo => silo.Prior).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
