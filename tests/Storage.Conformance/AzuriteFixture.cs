using Azure.Storage.Blobs;
using BirD.Storage.Azure;
using BirD.Storage.Conformance;
using BirD.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace BirD.Storage.Conformance;

/// <summary>One Azurite for all tests of this assembly; each test takes a container of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private AzuriteServer? server;

    public AzureStoreOptions Options => new() { ConnectionString = Server.ConnectionString, RetryDelay = TimeSpan.FromMilliseconds(5), MaxRetryDelay = TimeSpan.FromMilliseconds(50) };

    private AzuriteServer Server => server ?? throw new InvalidOperationException("Azurite was not started.");

    public async ValueTask InitializeAsync()
    {
        if (AzuriteServer.Missing is null)
        {
            server = await AzuriteServer.StartAsync(folder.Path);
        }
    }

    /// <summary>A fresh container; skips the test where Azurite isn't installed.</summary>
    public BlobContainerClient NewContainer()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        var container = BlobClients.Create(Options).GetBlobContainerClient($"c{Guid.NewGuid():N}");
        container.Create();
        return container;
    }

    public ValueTask DisposeAsync()
    {
        server?.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
