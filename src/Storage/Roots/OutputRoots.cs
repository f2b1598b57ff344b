using BirD.Storage.Azure;
using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Azure;
using BirD.Storage.Inputs.Local;
using BirD.Storage.Results;
using BirD.Storage.Results.Azure;
using BirD.Storage.Results.Local;

namespace BirD.Storage.Roots;

/// <summary>Opens the places of results by the names of configured roots.</summary>
public sealed class OutputRoots : IResultStoreFactory, IResultReaderFactory
{
    private readonly Dictionary<string, Func<string, (IResultStore Store, IInputStore Reader)>> stores;

    public OutputRoots(RootOptions options)
    {
        var account = new Lazy<global::Azure.Storage.Blobs.BlobServiceClient>(() => BlobClients.Create(options.Azure!));
        stores = options.Roots.ToDictionary(root => root.Key, root => BlobLocation.TryParse(root.Value) is { } blob
            ? (Func<string, (IResultStore, IInputStore)>)(folder => Create(account.Value.GetBlobContainerClient(blob.Container), blob.Prefix, folder))
            : folder => Create(Path.Combine(root.Value, folder)), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Names => stores.Keys;

    /// <exception cref="StoreException">The root isn't configured, or the location is none.</exception>
    public IResultStore Open(string location) => Find(location).Store;

    /// <exception cref="StoreException">The root isn't configured, or the location is none.</exception>
    IInputStore IResultReaderFactory.Open(string location) => Find(location).Reader;

    private static (IResultStore, IInputStore) Create(global::Azure.Storage.Blobs.BlobContainerClient container, string prefix, string folder)
    {
        var place = folder.Length > 0 ? $"{prefix}{folder}/" : prefix;
        return (new BlobResultStore(container, place), new BlobInputStore(container, place));
    }

    private static (IResultStore, IInputStore) Create(string directory) => (new FileResultStore(directory), new FileInputStore(directory));

    private (IResultStore Store, IInputStore Reader) Find(string location)
    {
        try
        {
            var place = RootLocation.Parse(location);
            return stores.TryGetValue(place.Root, out var open) ? open(place.Folder) : throw Unknown(place.Root);
        }
        catch (FormatException e)
        {
            throw new StoreException(e.Message, e);
        }
    }

    private StoreException Unknown(string root) => new(
        stores.Count == 0
            ? $"There is no output root '{root}': this cluster has none configured (Bird:Outputs:Roots, --outputs)."
            : $"There is no output root '{root}'; this cluster has {string.Join(", ", stores.Keys.Order(StringComparer.Ordinal))}.");
}
