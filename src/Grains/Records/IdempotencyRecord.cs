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

    /// <summary>Remembers what the key was used for; the first one to do so is right.</summary>
    public Task RememberAsync(string caller, string key, IdempotencyRecord record, CancellationToken cancellationToken = default) =>
        JsonObject.WriteAsync(store, KeyOf(caller, key), record, SubmissionJson.Default.IdempotencyRecord, known: null, cancellationToken);

    private static string KeyOf(string caller, string key) =>
        $"idempotency/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{caller}\n{key}")))}.json";
}
