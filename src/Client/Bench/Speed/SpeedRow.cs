namespace BirD.Client.Bench.Speed;

/// <summary>One size, measured.</summary>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="StepsPerSecond">Of the engine, one picture at a time.</param>
/// <param name="PicturesPerHour">At the profile's 30 steps.</param>
/// <param name="WallRatio">Wall time of a step over that of a bare evaluation in the same minutes.</param>
/// <param name="ProcessorRatio">The same of processor time.</param>
/// <param name="AllocatedPerStep">Managed bytes on all threads.</param>
/// <param name="PeakMemory">Of the process so far, bytes.</param>
internal sealed record SpeedRow(
    int Height, int Width, double StepsPerSecond, double PicturesPerHour, double WallRatio, double ProcessorRatio, long AllocatedPerStep, long PeakMemory);

/// <summary>Many pictures from file to file.</summary>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Steps">Of each.</param>
/// <param name="Pictures">How many.</param>
/// <param name="PicturesPerHour">Decoding and encoding included.</param>
/// <param name="ShareOfBare">Processor time of the bare loop, in batches where pictures are small, for the same evaluations over that of the whole.</param>
/// <param name="WallShareOfBare">The same of wall time.</param>
/// <param name="MemoryAtFifty">Resident memory after the first 50, bytes; 0 when there were fewer.</param>
/// <param name="MemoryAtEnd">Resident memory at the end, bytes.</param>
internal sealed record ManyPicturesRow(
    int Height, int Width, int Steps, int Pictures, double PicturesPerHour, double ShareOfBare, double WallShareOfBare, long MemoryAtFifty, long MemoryAtEnd);

/// <param name="Machine">Processor, cores and system.</param>
/// <param name="LoadAverage">Of the last minute when the measurement began; null where the system doesn't say.</param>
/// <param name="Prior">Name and version.</param>
/// <param name="Software">This program.</param>
/// <param name="Sizes">Size by size.</param>
/// <param name="Many">Many pictures; null when left out.</param>
/// <param name="ColdStartSeconds">A whole <c>bird restore</c> of one 64 x 64 picture with one step in a fresh process; null when left out.</param>
internal sealed record SpeedReport(
    string Machine, double? LoadAverage, string Prior, string Software, IReadOnlyList<SpeedRow> Sizes, ManyPicturesRow? Many, double? ColdStartSeconds);
