namespace BirD.Storage.Checkpoints;

/// <summary>Checkpoints of pictures in work: immutable objects and one pointer per picture, fenced by the lease epoch.</summary>
public interface ICheckpointStore
{
    /// <summary>Stores a checkpoint and points to it; false when a higher epoch has written already (then nothing changes).</summary>
    Task<bool> SaveAsync(
        string jobId, string contentKey, long epoch, int step, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>The newest checkpoint whose bytes are whole, and which ones were not.</summary>
    Task<CheckpointLookup> LoadAsync(string jobId, string contentKey, CancellationToken cancellationToken = default);

    /// <summary>Forgets a picture's checkpoints, once its result is safe.</summary>
    Task DeleteAllAsync(string jobId, string contentKey, CancellationToken cancellationToken = default);
}

/// <param name="Checkpoint">Null when there is none that can be used.</param>
/// <param name="Damaged">Names of checkpoints that were missing or failed their hash, for the log.</param>
public sealed record CheckpointLookup(StoredCheckpoint? Checkpoint, IReadOnlyList<string> Damaged);

public sealed record StoredCheckpoint(int Step, long Epoch, ReadOnlyMemory<byte> Content);
