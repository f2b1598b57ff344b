namespace BirD.Storage.Results;

/// <summary>Where results and their sidecars go. A result is whole when its sidecar exists and names its bytes' hash.</summary>
public interface IResultStore
{
    /// <summary>The stamp in the sidecar of <paramref name="key"/>; null when there is none or it can't be read.</summary>
    Task<ResultStamp?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>True when the result's bytes are there and hash to the stamp's output hash.</summary>
    Task<bool> IsWholeAsync(string key, ResultStamp stamp, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts picture, then sidecar, each under a temporary name, flushed, then renamed. Epoch-monotonic: refused (false)
    /// when the stored stamp carries a higher epoch, so a zombie can't replace a newer result.
    /// </summary>
    /// <param name="key">Relative output path of the picture.</param>
    /// <param name="picture">The picture's bytes.</param>
    /// <param name="maps">What lies beside it, named in the sidecar.</param>
    /// <param name="sidecar">UTF-8 JSON; must carry the stamp's fields (see <see cref="ResultStamp"/>).</param>
    /// <param name="cancellationToken">Abandons the write; nothing half-written is left under a final name.</param>
    Task<bool> PutAsync(
        string key, ReadOnlyMemory<byte> picture, ResultMaps maps, ReadOnlyMemory<byte> sidecar, CancellationToken cancellationToken = default);
}

public interface IResultStoreFactory
{
    IResultStore Open(string location);
}
