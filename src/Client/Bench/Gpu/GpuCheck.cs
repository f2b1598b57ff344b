namespace BirD.Client.Bench.Gpu;

/// <summary>One question about a device, answered.</summary>
/// <param name="Name">What was asked.</param>
/// <param name="Passed">False where the device should not be used until it is mended.</param>
/// <param name="Detail">What was found.</param>
internal sealed record GpuCheck(string Name, bool Passed, string Detail);

/// <summary>Steps on a device with so many pictures in work.</summary>
/// <param name="Pictures">Pictures of 256 x 256 (or the prior's own size) at once.</param>
/// <param name="PerSecond">Steps of one picture a second, without files.</param>
/// <param name="ProcessorMilliseconds">Of the host, for each of them.</param>
/// <param name="Busy">Share of the time that the driver saw a kernel run, 0 to 1; null where it doesn't say.</param>
internal sealed record GpuRate(int Pictures, double PerSecond, double ProcessorMilliseconds, double? Busy);

/// <summary>Pictures from file to file.</summary>
/// <param name="Slots">In work at once.</param>
/// <param name="Steps">Of each.</param>
/// <param name="PerHour">Decoding and encoding included.</param>
/// <param name="Busy">As of <see cref="GpuRate"/>.</param>
internal sealed record GpuFiles(int Slots, int Steps, double PerHour, double? Busy);

/// <param name="Device">As it was asked for.</param>
/// <param name="Prior">Name and version.</param>
/// <param name="Software">This program.</param>
/// <param name="Fit">Whether every check passed.</param>
/// <param name="Checks">In the order in which they were made.</param>
/// <param name="Rates">Steps, by pictures at once; empty where the device isn't fit.</param>
/// <param name="Files">File to file, by slots; empty likewise.</param>
internal sealed record GpuReport(
    string Device, string Prior, string Software, bool Fit, IReadOnlyList<GpuCheck> Checks, IReadOnlyList<GpuRate> Rates, IReadOnlyList<GpuFiles> Files);
