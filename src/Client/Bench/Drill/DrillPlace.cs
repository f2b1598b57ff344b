using Azure.Storage.Blobs;
using BirD.Storage.Azure;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Azure;
using BirD.Storage.Objects.Local;

namespace BirD.Client.Bench.Drill;

/// <summary>Where a drill's state, originals and results lie, and how a silo is told.</summary>
internal sealed class DrillPlace
{
    private readonly string folder;
    private readonly BlobContainerClient? container;
    private readonly string? connection;

    private DrillPlace(string folder, BlobContainerClient? container, string? connection) =>
        (this.folder, this.container, this.connection) = (folder, container, connection);

    public string Folder => folder;

    public string Inputs => Path.Combine(folder, "in");

    /// <summary>Results are kept in a directory also where state is in a container, so that they can be looked at from outside.</summary>
    public string Outputs => Path.Combine(folder, "out");

    public string State => Path.Combine(folder, "state");

    public IObjectStore Store => container is null ? new FileObjectStore(State) : new BlobObjectStore(container, "bird/");

    /// <summary>State in a directory.</summary>
    public static DrillPlace Local(string folder) => Prepare(new DrillPlace(folder, null, null));

    /// <summary>State in a fresh container of an account, for example Azurite's.</summary>
    public static async Task<DrillPlace> AzureAsync(string folder, string connection)
    {
        var container = BlobClients.Create(new AzureStoreOptions { ConnectionString = connection })
            .GetBlobContainerClient($"drill{Guid.NewGuid():N}");
        await container.CreateAsync();
        return Prepare(new DrillPlace(folder, container, connection));
    }

    public Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["BIRD_STORE"] = container is null ? "local" : "azure",
        ["BIRD_DIRECTORY"] = State,
        ["BIRD_CONTAINER"] = container?.Name ?? "",
        ["BIRD_STORE_CONNECTION"] = connection ?? "",
        ["BIRD_INPUTS"] = $"in={Inputs}",
        ["BIRD_OUTPUTS"] = $"out={Outputs}",
    };

    private static DrillPlace Prepare(DrillPlace place)
    {
        Directory.CreateDirectory(place.Inputs);
        Directory.CreateDirectory(place.Outputs);
        return place;
    }
}
