using BirD.Grains.Tests.Membership;
using BirD.Tests.Support;

[assembly: AssemblyFixture(typeof(ServersFixture))]

namespace BirD.Grains.Tests.Membership;

/// <summary>The servers that can keep a membership, where they are installed.</summary>
public sealed class ServersFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("bird-servers").FullName;

    public AzuriteServer? Azurite { get; private set; }

    public RedisServer? Redis { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Azurite = AzuriteServer.Missing is null ? await AzuriteServer.StartAsync(Path.Combine(folder, "azurite")) : null;
        Redis = RedisServer.Missing is null ? await RedisServer.StartAsync(Path.Combine(folder, "redis")) : null;
    }

    public ValueTask DisposeAsync()
    {
        Azurite?.Dispose();
        Redis?.Dispose();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
