using System.IO.Hashing;
using BirD.Storage.Objects;

namespace BirD.Storage.Checkpoints;

/// <summary>Checkpoints in the object store: <c>jobs/{job}/ckpt/{content}/e{epoch}-s{step}.safetensors</c> and <c>head.json</c>.</summary>
public sealed class ObjectCheckpointStore(IObjectStore store) : ICheckpointStore
{
    public async Task<bool> SaveAsync(
        string jobId, string contentKey, long epoch, int step, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var folder = Folder(jobId, contentKey);
        var entry = new CheckpointEntry($"e{epoch:x16}-s{step:D6}.safetensors", step, content.Length, Hash(content.Span));
        await store.PutAsync(folder + entry.Name, content, PutCondition.None, cancellationToken);
        while (true)
        {
            var stored = await store.GetAsync(folder + "head.json", cancellationToken);
            var head = stored is null ? null : CheckpointHead.Parse(stored.Content.Span);
            if (head is not null && head.Epoch > epoch)
            {
                await store.DeleteAsync(folder + entry.Name, cancellationToken: cancellationToken);
                return false;
            }

            var next = new CheckpointHead(CheckpointHead.CurrentSchema, epoch, entry, head?.Current);
            var condition = stored is null ? PutCondition.Absent : PutCondition.Match(stored.ETag);
            if (await store.PutAsync(folder + "head.json", next.ToBytes(), condition, cancellationToken) is not null)
            {
                if (head?.Previous is { } old && old.Name != entry.Name && old.Name != head.Current.Name)
                {
                    await store.DeleteAsync(folder + old.Name, cancellationToken: cancellationToken);
                }

                return true;
            }
        }
    }

    public async Task<CheckpointLookup> LoadAsync(string jobId, string contentKey, CancellationToken cancellationToken = default)
    {
        var folder = Folder(jobId, contentKey);
        if (await store.GetAsync(folder + "head.json", cancellationToken) is not { } stored)
        {
            return new CheckpointLookup(null, []);
        }

        if (CheckpointHead.Parse(stored.Content.Span) is not { } head)
        {
            return new CheckpointLookup(null, [folder + "head.json"]);
        }

        var damaged = new List<string>();
        foreach (var entry in (CheckpointEntry?[])[head.Current, head.Previous])
        {
            if (entry is null)
            {
                continue;
            }

            var content = await store.GetAsync(folder + entry.Name, cancellationToken);
            if (content is not null && content.Content.Length == entry.Size && Hash(content.Content.Span) == entry.Xxh3)
            {
                return new CheckpointLookup(new StoredCheckpoint(entry.Step, head.Epoch, content.Content), damaged);
            }

            damaged.Add(folder + entry.Name);
        }

        return new CheckpointLookup(null, damaged);
    }

    public async Task DeleteAllAsync(string jobId, string contentKey, CancellationToken cancellationToken = default)
    {
        // The head goes first: without it the objects are unreachable, so a crash in between leaves no dangling pointer.
        var folder = Folder(jobId, contentKey);
        await store.DeleteAsync(folder + "head.json", cancellationToken: cancellationToken);
        await foreach (var key in store.ListAsync(folder, cancellationToken: cancellationToken))
        {
            await store.DeleteAsync(key, cancellationToken: cancellationToken);
        }
    }

    private static string Folder(string jobId, string contentKey) => $"jobs/{jobId}/ckpt/{contentKey}/";

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash3.Hash(bytes));
}
