namespace BirD.Contracts.Devices;

/// <summary>Tells how busy one worker's device is. Key: the silo's address; activated there and nowhere else.</summary>
[GrainInterfaceType("bird.IDeviceGrain"), Alias("bird.IDeviceGrain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Null when the silo of the key is not the one that answers.</summary>
    [Alias("Read"), ResponseTimeout("00:00:02")]
    Task<DeviceUse?> ReadAsync();
}

/// <param name="InWork">Pictures in the worker's hands.</param>
/// <param name="Slots">How many it takes at once.</param>
/// <param name="Busy">Part of the last minute that the device spent on steps, 0 to 1.</param>
/// <param name="StepsPerSecond">Over the last minute.</param>
[GenerateSerializer, Immutable, Alias("bird.device-use.v1")]
public sealed record DeviceUse(
    [property: Id(0)] int InWork, [property: Id(1)] int Slots, [property: Id(2)] double Busy, [property: Id(3)] double StepsPerSecond);
