using System.Net;
using BirD.Client.Bench.Drill;

namespace BirD.Deploy.Tests.Cluster;

/// <summary>A silo as a process, with the environment of a pod on an address of its own of this machine.</summary>
internal sealed class Silo : IDisposable
{
    private readonly SiloProcess process;

    public Silo(string name, IReadOnlyDictionary<string, string> environment)
    {
        process = SiloProcess.Start(name, ["silo"], environment);
        Http = new HttpClient { BaseAddress = new Uri($"http://{environment["BIRD_HTTP_ADDRESS"]}:{environment["BIRD_HTTP_PORT"]}") };
    }

    public string Name => process.Name;

    public HttpClient Http { get; }

    /// <summary>The others held it for dead, and it ended.</summary>
    public bool WasGivenUp => process.WasGivenUp;

    /// <summary>The end of what it said, for messages.</summary>
    public string Tail => string.Join(Environment.NewLine, process.Log.TakeLast(40).Prepend($"--- {Name}{(process.HasExited ? $", ended with {process.ExitCode}" : "")}"));

    /// <summary>What a probe answers; null when nobody listens.</summary>
    public async Task<HttpStatusCode?> ProbeAsync(string path)
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{Name} has ended.{Environment.NewLine}{Tail}");
        }

        try
        {
            using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
            return response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public Task<int> StopAsync(TimeSpan grace) => process.StopAsync(grace);

    public void Dispose()
    {
        Http.Dispose();
        process.Dispose();
    }
}
