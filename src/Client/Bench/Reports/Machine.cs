using System.Reflection;
using System.Runtime.InteropServices;

namespace BirD.Client.Bench.Reports;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Version and, where the build knew it, source revision.</summary>
    public static string Commit =>
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static string Description =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}{Processor()}";

    private static string Processor()
    {
        const string list = "/proc/cpuinfo";
        var model = File.Exists(list) ? File.ReadLines(list).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return model is null ? "" : ", " + model[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
