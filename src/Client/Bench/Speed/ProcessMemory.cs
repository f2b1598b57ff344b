using System.Diagnostics;

namespace BirD.Client.Bench.Speed;

/// <summary>Resident memory of this process, bytes, helpers not counted.</summary>
internal static class ProcessMemory
{
    public static long Resident => Read(process => process.WorkingSet64);

    public static long Peak => Read(process => process.PeakWorkingSet64);

    private static long Read(Func<Process, long> figure)
    {
        using var process = Process.GetCurrentProcess();
        return figure(process);
    }
}
