using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Client.Doctor;

/// <summary>Runs every check and prints them; exit code 1 when something fails.</summary>
internal static class Checkup
{
    public static async Task<int> ExecuteAsync(string output, string prior, string? device, bool json, CancellationToken cancellationToken)
    {
        var failed = false;
        await foreach (var finding in RunAsync(output, prior, device).WithCancellation(cancellationToken))
        {
            failed |= finding.Level == Finding.Fail;
            Console.WriteLine(json
                ? JsonSerializer.Serialize(finding, FindingJson.Default.Finding)
                : $"{finding.Level,-5} {finding.Name,-8} {finding.Detail}" + (finding.Remedy is null ? "" : $"\n               -> {finding.Remedy}"));
        }

        return failed ? ExitCodes.SomeFailed : ExitCodes.Done;
    }

    private static async IAsyncEnumerable<Finding> RunAsync(string output, string prior, string? extra)
    {
        yield return MachineChecks.Cores();
        yield return MachineChecks.Memory();
        yield return MachineChecks.Disk(output);
        yield return MachineChecks.Codec();
        yield return DecodeCheck.Run();
        foreach (var device in DeviceChecks.Run(prior, extra))
        {
            yield return device;
        }

        yield return PriorCheck.Run(prior);
        yield return await StoreCheck.RunAsync(output);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Finding))]
internal sealed partial class FindingJson : JsonSerializerContext;
