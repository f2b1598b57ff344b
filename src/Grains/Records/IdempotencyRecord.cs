using System.Security.Cryptography;
using System.Text;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>What a caller's idempotency key was used for.</summary>
/// <param name="Fingerprint">Hash of the request.</param>
/// <param name="JobId">The job that came of it.</param>
public sealed record IdempotencyRecord(string Fingerprint, string JobId)
{
    public int Schema { get; init; } = 1;
}

/// <summary>Idempotency keys, each within its caller's own namespace.</summary>
public sealed class IdempotencyStore(IObjectStore store)
{
    public async Task<IdempotencyRecord?> FindAsync(string caller, string key, CancellationToken cancellationToken = default) =>
        (await JsonObject.ReadAsync(store, KeyOf(caller, key), SubmissionJson.Default.IdempotencyRecord, cancellationToken))?.Value;

    /// <summary>Takes the key for this use, before anything is done with it; what it is taken for, which is somebody else's use where that came first.</summary>
    public async Task<IdempotencyRecord> TakeAsync(string caller, string key, IdempotencyRecord record, CancellationToken cancellationToken = default)
    {
        while (await JsonObject.WriteAsync(store, KeyOf(caller, key), record, SubmissionJson.Default.IdempotencyRecord, known: null, cancellationToken) is null)
        {
            if (await FindAsync(caller, key, cancellationToken) is { } first)
            {
                return first;
            }
        }

        return record;
    }

    private static string KeyOf(string caller, string key) =>
        $"idempotency/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{key}")))}.json";
}
