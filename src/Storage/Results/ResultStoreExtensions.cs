namespace BirD.Storage.Results;

public static class ResultStoreExtensions
{
    /// <summary>Puts a picture that has no maps.</summary>
    public static Task<bool> PutAsync(
        this IResultStore store, string key, ReadOnlyMemory<byte> picture, ReadOnlyMemory<byte> sidecar, CancellationToken cancellationToken = default) =>
        store.PutAsync(key, picture, default, sidecar, cancellationToken);
}
