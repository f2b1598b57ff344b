using BirD.Chaos.Tests;
using BirD.Client.Bench.Drill;
using BirD.Tests.Support;

[assembly: AssemblyFixture(typeof(ChaosFixture))]

namespace BirD.Chaos.Tests;

/// <summary>A folder for every drill of this assembly, one Azurite that they may kill, and the results that they are held against.</summary>
public sealed class ChaosFixture : IAsyncLifetime
{
    /// <summary>Pictures of the undisturbed run, and of those that are disturbed.</summary>
    internal const int Pictures = 30;

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"bird-chaos-{Guid.NewGuid():N}");
    private readonly Lazy<Task<IReadOnlyDictionary<string, string>>> undisturbed;
    private AzuriteServer? azurite;

    public ChaosFixture() => undisturbed = new(RunUndisturbedAsync);

    public AzuriteServer Azurite
    {
        get
        {
            Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
            return azurite!;
        }
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

    /// <summary>Hashes of the results of a run that nobody disturbs.</summary>
    public Task<IReadOnlyDictionary<string, string>> UndisturbedAsync() => undisturbed.Value;

    public async ValueTask InitializeAsync()
    {
        if (AzuriteServer.Missing is null)
        {
            azurite = await AzuriteServer.StartAsync(Path.Combine(folder, "azurite"));
        }
    }

    public ValueTask DisposeAsync()
    {
        azurite?.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyDictionary<string, string>> RunUndisturbedAsync()
    {
        var place = DrillPlace.Local(NewFolder());
        var job = await DrillJob.CreateAsync(place, "undisturbed", Pictures, Drills.Steps);
        using var box = new DrillCluster(place, workers: 0, "null:0ms", role: "all");
        await Drills.Finished(box, job);
        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        return hashes;
    }
}
