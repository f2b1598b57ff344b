using System.Text.Json;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Job records by compare-and-swap.</summary>
public sealed class JobRecordStore(IObjectStore store)
{
    public static string KeyOf(string jobId) => $"jobs/{jobId}/job.json";

    /// <exception cref="InvalidDataException">The record is damaged or of a schema that this version doesn't know.</exception>
    public async Task<(JobRecord Record, ETag ETag)?> ReadAsync(string jobId, CancellationToken cancellationToken = default)
    {
        if (await store.GetAsync(KeyOf(jobId), cancellationToken) is not { } found)
        {
            return null;
        }

        return (Parse(jobId, found.Content.Span), found.ETag);
    }

    /// <summary>Writes the record if it is still the known one (absent when null); null when it isn't.</summary>
    public Task<ETag?> WriteAsync(JobRecord record, ETag? known, CancellationToken cancellationToken = default) =>
        store.PutAsync(
            KeyOf(record.Id),
            JsonSerializer.SerializeToUtf8Bytes(record, JobRecordJson.Default.JobRecord),
            known is { } tag ? PutCondition.Match(tag) : PutCondition.Absent,
            cancellationToken);

    private static JobRecord Parse(string jobId, ReadOnlySpan<byte> json)
    {
        try
        {
            var record = JsonSerializer.Deserialize(json, JobRecordJson.Default.JobRecord)
                ?? throw new InvalidDataException($"The record of job '{jobId}' is empty.");
            return record.Schema == JobRecord.CurrentSchema
                ? record
                : throw new InvalidDataException(
                    $"The record of job '{jobId}' has schema {record.Schema}; this version reads schema {JobRecord.CurrentSchema}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The record of job '{jobId}' is damaged: {e.Message}", e);
        }
    }
}
