using BirD.Contracts.Devices;
using BirD.Grains.Diagnostics;
using Orleans.Runtime;

namespace BirD.Grains.Devices;

/// <summary>Whoever calls it hints at the silo; where that could not be followed there is nothing to tell.</summary>
internal sealed class DeviceGrain(ILocalSiloDetails self, Instruments instruments) : Grain, IDeviceGrain
{
    public Task<DeviceUse?> ReadAsync()
    {
        if (this.GetPrimaryKeyString() == self.SiloAddress.ToParsableString())
        {
            return Task.FromResult<DeviceUse?>(instruments.Use.Read());
        }

        DeactivateOnIdle();
        return Task.FromResult<DeviceUse?>(null);
    }
}
