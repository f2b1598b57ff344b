using BirD.Storage.Azure;
using BirD.Storage.Results;
using BirD.Storage.Results.Azure;
using BirD.Storage.Results.Local;

namespace BirD.Storage.Roots;

/// <summary>Opens the places of results by the names of configured roots.</summary>
public sealed class OutputRoots : IResultStoreFactory
{
    private readonly Dictionary<string, Func<string, IResultStore>> stores;

    public OutputRoots(RootOptions options)
    {
        var account = new Lazy<global::Azure.Storage.Blobs.BlobServiceClient>(() => BlobClients.Create(options.Azure!));
        stores = options.Roots.ToDictionary(root => root.Key, root => BlobLocation.TryParse(root.Value) is { } blob
            ? (Func<string, IResultStore>)(folder => new BlobResultStore(
                account.Value.GetBlobContainerClient(blob.Container), folder.Length > 0 ? $"{blob.Prefix}{folder}/" : blob.Prefix))
            : folder => new FileResultStore(Path.Combine(root.Value, folder)), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Names => stores.Keys;

    /// <exception cref="StoreException">The root isn't configured, or the location is none.</exception>
    public IResultStore Open(string location)
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
