using System.Text.Json.Serialization;

namespace BirD.Storage.Manifests;

/// <summary>The list of pictures of one run of a job, in shards that are written once and never change.</summary>
public interface IManifestStore
{
    /// <summary>Writes the whole listing, shard by shard while it goes on, and closes it. Returns what was written.</summary>
    /// <exception cref="StoreException">The run has a manifest already.</exception>
    Task<ManifestSummary> WriteAsync(
        string jobId, int run, IAsyncEnumerable<ManifestItem> items, CancellationToken cancellationToken = default);

    /// <summary>Items of every shard but the last.</summary>
    int ShardSize { get; }

    /// <summary>Writes one shard of a listing that goes on; false when it is there already (nothing is written then).</summary>
    Task<bool> WriteShardAsync(
        string jobId, int run, int shard, IReadOnlyList<ManifestItem> items, CancellationToken cancellationToken = default);

    /// <summary>Closes a listing that was written shard by shard; false when it is closed already.</summary>
    Task<bool> CloseAsync(string jobId, int run, ManifestSummary summary, CancellationToken cancellationToken = default);

    /// <summary>Shards that are there, closed or not: 0, 1, ... without gaps.</summary>
    Task<int> CountShardsAsync(string jobId, int run, CancellationToken cancellationToken = default);

    /// <summary>The items of one shard, in listing order.</summary>
    /// <exception cref="StoreException">The shard is missing or malformed.</exception>
    Task<IReadOnlyList<ManifestItem>> ReadShardAsync(
        string jobId, int run, int shard, CancellationToken cancellationToken = default);

    /// <summary>The number after the highest run that left anything behind, an interrupted listing included; 1 for a new job.</summary>
    Task<int> NextRunAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The closing record; null while the listing is not complete.</summary>
    Task<ManifestSummary?> ReadSummaryAsync(string jobId, int run, CancellationToken cancellationToken = default);
}

/// <summary>One picture to process.</summary>
/// <param name="Root">Id of the input root it lies under.</param>
/// <param name="Key">Path below the root, '/'-separated.</param>
/// <param name="Output">Path of its result below the output, '/'-separated.</param>
/// <param name="Size">Bytes when listed; for estimates only.</param>
public sealed record ManifestItem(string Root, string Key, string Output, long Size)
{
    /// <summary>Files that belong to the picture; null when there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ManifestCompanion>? Companions { get; init; }

    /// <summary>Make the result anew although an earlier run left a whole one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Anew { get; init; }
}

/// <summary>A file that belongs to a picture.</summary>
/// <param name="Role">What it is to the picture, for example "mask".</param>
/// <param name="Root">Id of the input root it lies under.</param>
/// <param name="Key">Path below the root, '/'-separated.</param>
public sealed record ManifestCompanion(string Role, string Root, string Key);

/// <param name="Shards">Shards written.</param>
/// <param name="Items">Items in all of them.</param>
public sealed record ManifestSummary(int Shards, long Items);
