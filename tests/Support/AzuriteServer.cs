using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BirD.Tests.Support;

/// <summary>Azurite, the storage emulator, as a process of its own on a free port of this machine.</summary>
public sealed class AzuriteServer : IDisposable
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly int port;
    private readonly string location;
    private Process? process;

    private AzuriteServer(string location, int port) => (this.location, this.port) = (location, port);

    /// <summary>Why it can't be started here; null when it can.</summary>
    public static string? Missing => File.Exists(Script)
        ? null
        : $"Azurite is not installed in {Path.GetDirectoryName(Script)}; ./test does that, given node and npm.";

    /// <summary>The account and key are Azurite's own, published ones.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;";

    private static string Script => Path.Combine(
        Root(), "artifacts", "tools", "azurite", "node_modules", "azurite", "dist", "src", "blob", "main.js");

    /// <summary>Starts it on a folder; what it is told survives <see cref="Kill"/>.</summary>
    public static async Task<AzuriteServer> StartAsync(string location)
    {
        var server = new AzuriteServer(location, LoopbackPort.Free());
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again after <see cref="Kill"/>, on the same port and folder.</summary>
    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo(
            "node", [Script, "--silent", "--disableTelemetry", "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var failed = process.StandardError.ReadToEndAsync();
        for (var started = Stopwatch.StartNew(); !await LoopbackPort.AnswersAsync(port);)
        {
            if (process.HasExited || started.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"Azurite does not answer on port {port}: {(process.HasExited ? await failed : "no reason given")}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>SIGKILL: as if the machine of the store had gone.</summary>
    public void Kill()
    {
        process?.Kill(entireProcessTree: true);
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public void Dispose() => Kill();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
