using BirD.Storage.Azure;
using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Azure;
using BirD.Storage.Inputs.Local;

namespace BirD.Storage.Roots;

/// <summary>Opens originals by the names of configured roots; free paths lead nowhere.</summary>
public sealed class InputRoots : IInputStoreFactory, IInputListerFactory
{
    private readonly Dictionary<string, (IInputStore Store, IInputLister Lister)> roots;

    public InputRoots(RootOptions options)
    {
        var account = new Lazy<global::Azure.Storage.Blobs.BlobServiceClient>(() => BlobClients.CreateReadOnly(options.Azure!));
        roots = options.Roots.ToDictionary(root => root.Key, root => Create(root.Value, account), StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> Names => roots.Keys;

    /// <param name="location">Name of a root.</param>
    /// <exception cref="InputMissingException">The root isn't configured.</exception>
    public IInputStore Open(string location) => Find(location).Store;

    IInputLister IInputListerFactory.Open(string location) => Find(location).Lister;

    private static (IInputStore, IInputLister) Create(string place, Lazy<global::Azure.Storage.Blobs.BlobServiceClient> account)
    {
        if (BlobLocation.TryParse(place) is not { } blob)
        {
            return (new FileInputStore(place, new QuietFile(TimeProvider.System)), new FileInputLister(place));
        }

        var container = account.Value.GetBlobContainerClient(blob.Container);
        return (new BlobInputStore(container, blob.Prefix), new BlobInputLister(container, blob.Prefix));
    }

    private (IInputStore Store, IInputLister Lister) Find(string name) => roots.TryGetValue(name, out var root)
        ? root
        : throw new InputMissingException(
            roots.Count == 0
                ? $"There is no input root '{name}': this cluster has none configured (Bird:Inputs:Roots, --inputs)."
                : $"There is no input root '{name}'; this cluster has {string.Join(", ", roots.Keys.Order(StringComparer.Ordinal))}.");
}
