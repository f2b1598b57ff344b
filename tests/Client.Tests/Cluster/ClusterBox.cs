using BirD.Client.Tests.Support;
using BirD.Tests.Support;

namespace BirD.Client.Tests.Cluster;

/// <summary>A one-box cluster: a <c>bird silo</c> process with a stand-in for a prior, over a folder.</summary>
internal sealed class ClusterBox : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly string prior;
    private BirdProcess silo;

    private ClusterBox(string prior)
    {
        this.prior = prior;
        Port = LoopbackPort.Free();
        silo = Start();
    }

    public Scratch Files { get; } = new();

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <param name="step">Time of one step of any picture, as "5ms".</param>
    public static Task<ClusterBox> StartAsync(string step = "1ms") => WithPriorAsync($"null:{step}");

    /// <param name="prior">Name of a prior, for results worth looking at.</param>
    public static async Task<ClusterBox> WithPriorAsync(string prior)
    {
        var box = new ClusterBox(prior);
        await box.ReadyAsync();
        return box;
    }

    /// <summary>Kills the silo and starts it again.</summary>
    public async Task CrashAsync()
    {
        silo.Kill();
        silo.Dispose();
        silo = Start();
        await ReadyAsync();
    }

    /// <summary>A job command against this cluster, run to its end.</summary>
    public Task<BirdResult> RunAsync(params string[] arguments) => BirdProcess.RunAsync([.. arguments, "--cluster", Url]);

    public BirdProcess Begin(params string[] arguments) => BirdProcess.Start([.. arguments, "--cluster", Url]);

    public void Dispose()
    {
        silo.Dispose();
        Files.Dispose();
    }

    private BirdProcess Start() => BirdProcess.Start(
    [
        "silo", "--directory", Files["state"], "--http-port", $"{Port}", "--prior", prior,
        "--inputs", $"scans={Files["in"]}", "--outputs", $"results={Files["out"]}",
    ]);

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsReadyAsync(http))
        {
            if (silo.HasExited)
            {
                var end = await silo.WaitAsync();
                throw new InvalidOperationException($"The silo ended with {end.ExitCode}: {end.Output}{end.Errors}");
            }

            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri($"{Url}/health/ready"))).IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
