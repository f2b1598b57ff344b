using BirD.Chaos.Tests;
using BirD.Tests.Support;

[assembly: AssemblyFixture(typeof(ChaosFixture))]

namespace BirD.Chaos.Tests;

/// <summary>A folder for every drill of this assembly, and one Azurite that they may kill.</summary>
public sealed class ChaosFixture : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"bird-chaos-{Guid.NewGuid():N}");
    private AzuriteServer? azurite;

    public AzuriteServer Azurite
    {
        get
        {
            Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
            return azurite!;
        }
    }

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;

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
}
