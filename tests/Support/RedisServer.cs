using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace BirD.Tests.Support;

/// <summary>redis-server as a process of its own on a free port: the installed one, or the one that ./test unpacked.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly Process process;
    private readonly int port;

    private RedisServer(Process process, int port) => (this.process, this.port) = (process, port);

    /// <summary>Why it can't be started here; null when it can.</summary>
    public static string? Missing => Find() is null ? "redis-server is neither installed nor unpacked in artifacts/tools; ./test does that, given apt-get." : null;

    public string Endpoint => $"127.0.0.1:{port}";

    public static async Task<RedisServer> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var port = LoopbackPort.Free();
        var start = new ProcessStartInfo(Find()!, ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["LD_LIBRARY_PATH"] = string.Join(':', Directory.Exists(Unpacked("lib")) ? Directory.GetDirectories(Unpacked("lib")) : []);
        var server = new RedisServer(Process.Start(start)!, port);
        server.process.OutputDataReceived += static (_, _) => { };
        server.process.BeginOutputReadLine();
        for (var started = Stopwatch.StartNew(); !await LoopbackPort.AnswersAsync(port); await Task.Delay(TimeSpan.FromMilliseconds(20)))
        {
            if (server.process.HasExited || started.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"redis-server does not answer on port {port}.");
            }
        }

        return server;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static string? Find() => new[] { "/usr/bin/redis-server", "/usr/local/bin/redis-server", Path.Combine(Unpacked("bin"), "redis-server") }.FirstOrDefault(File.Exists);

    private static string Unpacked(string part, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "artifacts", "tools", "redis", "usr", part));
}
