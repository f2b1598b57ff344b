using BirD.Grains.Configuration;
using BirD.Restoration.Priors;

namespace BirD.Grains.Hosting;

/// <summary>What a silo tells the others about itself, as Orleans' silo metadata; fixed for its life.</summary>
public static class SiloTraits
{
    /// <summary>all, control or gpu.</summary>
    public const string Role = "bird.role";

    /// <summary>Device that it is pinned to; absent on control silos.</summary>
    public const string Device = "bird.device";

    /// <summary>Name of its prior; absent on control silos.</summary>
    public const string PriorName = "bird.prior.name";

    /// <summary>SHA-256 of its prior; absent on control silos.</summary>
    public const string PriorSha256 = "bird.prior.sha256";

    public static string RoleName(SiloRole role) => role.ToString().ToLowerInvariant();

    public static Dictionary<string, string> Of(SiloRole role, string? device, DenoiserInfo? prior)
    {
        var traits = new Dictionary<string, string>(StringComparer.Ordinal) { [Role] = RoleName(role) };
        if (device is not null && prior is not null)
        {
            (traits[Device], traits[PriorName], traits[PriorSha256]) = (device, prior.Name, prior.Sha256);
        }

        return traits;
    }
}
