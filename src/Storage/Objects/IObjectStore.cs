namespace BirD.Storage.Objects;

/// <summary>The one durable seam: named byte objects with compare-and-swap.</summary>
/// <remarks>
/// Keys are relative paths of '/'-separated segments, without empty, "." or ".." segments.
/// A reader sees a whole old or a whole new object, never a mixture, whatever dies in between.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Reads an object; null when absent.</summary>
    Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Writes an object if <paramref name="condition"/> holds; null when it does not (nothing is written then).</summary>
    Task<ETag?> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default);

    /// <summary>Deletes an object if it exists and has this tag (any when null); false when it was absent or differed.</summary>
    Task<bool> DeleteAsync(string key, ETag? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Keys that start with <paramref name="prefix"/> in ordinal order, those after <paramref name="after"/> when given.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Names of the folders directly below <paramref name="parent"/> (empty, or ending in '/'), without what is in them.</summary>
    IAsyncEnumerable<string> ListFoldersAsync(string parent, CancellationToken cancellationToken = default);
}

/// <summary>Opaque version of an object: differs after every write, also when the content is the same.</summary>
public readonly record struct ETag(string Value)
{
    public override string ToString() => Value;
}

public sealed record StoredObject(ReadOnlyMemory<byte> Content, ETag ETag);

/// <summary>What must hold for a write to happen: nothing (default), absence, or a known version.</summary>
public readonly record struct PutCondition
{
    public bool IfAbsent { get; private init; }

    public ETag? IfMatch { get; private init; }

    public static PutCondition None => default;

    public static PutCondition Absent => new() { IfAbsent = true };

    public static PutCondition Match(ETag tag) => new() { IfMatch = tag };
}
