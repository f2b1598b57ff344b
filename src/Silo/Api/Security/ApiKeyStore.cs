using System.Text.Json;
using BirD.Contracts.Api;
using BirD.Storage.Objects;

namespace BirD.Silo.Api.Security;

/// <summary>API keys in the object store; every control silo sees a change within <see cref="Staleness"/>.</summary>
internal sealed class ApiKeyStore(IObjectStore store, TimeProvider time) : IDisposable
{
    /// <summary>How long keys are remembered; hence how long a revoked one may still work.</summary>
    public static readonly TimeSpan Staleness = TimeSpan.FromSeconds(10);

    private const string Folder = "auth/keys/";
    private const string Suffix = ".json";

    /// <summary>Compared with when the id is unknown, so that guessing ids takes as long as guessing secrets.</summary>
    private static readonly string Nobody = new('0', 64);

    private readonly SemaphoreSlim gate = new(1);
    private (Dictionary<string, ApiKeyRecord> Keys, long Read)? known;

    public void Dispose() => gate.Dispose();

    /// <summary>Creates a key; its secret is in the returned key and nowhere else.</summary>
    public async Task<(ApiKey Key, KeyDocument Document)> CreateAsync(
        string name, KeyRole role, DateTimeOffset? expires, CancellationToken cancellationToken = default)
    {
        var key = ApiKey.Create();
        var record = new ApiKeyRecord
        {
            Id = key.Id,
            Name = name,
            Role = role,
            SecretSha256 = key.SecretSha256(),
            Created = time.GetUtcNow(),
            Expires = expires,
        };
        return await WriteAsync(record, PutCondition.Absent, cancellationToken)
            ? (key, record.ToDocument())
            : await CreateAsync(name, role, expires, cancellationToken);
    }

    public async Task<IReadOnlyList<KeyDocument>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await ReadAllAsync(cancellationToken)).Values.OrderBy(key => key.Created).Select(key => key.ToDocument())];

    /// <summary>The key as it is now; null when there is none of this id.</summary>
    public async Task<KeyDocument?> RevokeAsync(string id, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await ReadAsync(id, cancellationToken) is not (var record, var tag))
            {
                return null;
            }

            var revoked = record.Revoked is null ? record with { Revoked = time.GetUtcNow() } : record;
            if (revoked == record || await WriteAsync(revoked, PutCondition.Match(tag), cancellationToken))
            {
                known = null;
                return revoked.ToDocument();
            }
        }
    }

    /// <summary>True once a key was created, also when all of them are revoked: a system with keys stays closed.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default) => (await KnownAsync(cancellationToken)).Count > 0;

    /// <summary>The key's record when the secret is right and the key usable; null otherwise.</summary>
    public async Task<KeyDocument?> VerifyAsync(ApiKey key, CancellationToken cancellationToken = default)
    {
        var record = (await KnownAsync(cancellationToken)).GetValueOrDefault(key.Id);
        var matches = key.Matches(record?.SecretSha256 ?? Nobody);
        return matches && record is not null && record.IsUsable(time.GetUtcNow()) ? record.ToDocument() : null;
    }

    private async Task<Dictionary<string, ApiKeyRecord>> KnownAsync(CancellationToken cancellationToken)
    {
        if (known is { } fresh && time.GetElapsedTime(fresh.Read) < Staleness)
        {
            return fresh.Keys;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            if (known is not { } other || time.GetElapsedTime(other.Read) >= Staleness)
            {
                known = (await ReadAllAsync(cancellationToken), time.GetTimestamp());
            }

            return known.Value.Keys;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Dictionary<string, ApiKeyRecord>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, ApiKeyRecord>(StringComparer.Ordinal);
        await foreach (var name in store.ListAsync(Folder, cancellationToken: cancellationToken))
        {
            // Whatever else somebody left there is no key.
            if (name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Folder.Length + Suffix.Length
                && await ReadAsync(name[Folder.Length..^Suffix.Length], cancellationToken) is ({ } record, _))
            {
                keys[record.Id] = record;
            }
        }

        return keys;
    }

    private async Task<(ApiKeyRecord Record, ETag ETag)?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (ApiKey.Parse($"{ApiKey.Prefix}{id}_x") is null || await store.GetAsync($"{Folder}{id}.json", cancellationToken) is not { } found)
        {
            return null;
        }

        try
        {
            var record = JsonSerializer.Deserialize(found.Content.Span, ApiKeyJson.Default.ApiKeyRecord);
            return record is { Schema: ApiKeyRecord.CurrentSchema } ? (record, found.ETag) : throw new InvalidDataException($"The API key {id} is of another schema.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The API key {id} is damaged: {e.Message}", e);
        }
    }

    private async Task<bool> WriteAsync(ApiKeyRecord record, PutCondition condition, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, ApiKeyJson.Default.ApiKeyRecord);
        var written = await store.PutAsync($"{Folder}{record.Id}.json", json, condition, cancellationToken) is not null;
        known = null;
        return written;
    }
}
