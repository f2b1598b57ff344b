using BirD.Contracts.Devices;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace BirD.Grains.Devices;

/// <summary>Asks workers how busy their devices are.</summary>
public static class DeviceUses
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null when that silo is no worker, is of another version, or doesn't answer now.</summary>
    public static async Task<DeviceUse?> ReadAsync(IGrainFactory grains, SiloAddress silo)
    {
        try
        {
            // Only for this call: what is set in an asynchronous method is gone when it returns.
            RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
            return await grains.GetGrain<IDeviceGrain>(silo.ToParsableString()).ReadAsync().WaitAsync(Patience);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
