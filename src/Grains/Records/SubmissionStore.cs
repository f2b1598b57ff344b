using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Submissions by compare-and-swap, and a marker for each whose listing is not finished.</summary>
public sealed class SubmissionStore(IObjectStore store)
{
    private const string Markers = "listings/";

    public static string KeyOf(string jobId) => $"jobs/{jobId}/submission.json";

    /// <exception cref="InvalidDataException">The record is damaged or of a schema that this version doesn't know.</exception>
    public async Task<(SubmissionRecord Record, ETag ETag)?> ReadAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var found = await JsonObject.ReadAsync(store, KeyOf(jobId), SubmissionJson.Default.SubmissionRecord, cancellationToken);
        return found is not { Value.Schema: < SubmissionRecord.OldestSchema or > SubmissionRecord.CurrentSchema }
            ? found
            : throw new InvalidDataException(
                $"{KeyOf(jobId)} has schema {found?.Value.Schema}; this version reads schemas {SubmissionRecord.OldestSchema} to {SubmissionRecord.CurrentSchema}.");
    }

    /// <summary>Writes the record if it is still the known one (absent when null); null when it isn't.</summary>
    public async Task<ETag?> WriteAsync(SubmissionRecord record, ETag? known, CancellationToken cancellationToken = default)
    {
        if (record.State == SubmissionState.Listing)
        {
            // Before the record: a marker without a listing is a look in vain, a listing without a marker would be forgotten.
            await MarkAsync(record.Id, cancellationToken);
        }

        return await JsonObject.WriteAsync(
            store, KeyOf(record.Id), record with { Schema = record.NeededSchema }, SubmissionJson.Default.SubmissionRecord, known, cancellationToken);
    }

    /// <summary>Changes the state of one run's submission while it is being listed; false when it isn't any more.</summary>
    public async Task<bool> EndListingAsync(
        string jobId, int run, SubmissionState state, string? fault, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await ReadAsync(jobId, cancellationToken) is not ({ State: SubmissionState.Listing } record, var tag) || record.Run != run)
            {
                return false;
            }

            if (await WriteAsync(record with { State = state, Fault = fault }, tag, cancellationToken) is not null)
            {
                return true;
            }
        }
    }

    /// <summary>Has the listing found by whoever looks for unfinished ones.</summary>
    public Task MarkAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.PutAsync(Markers + jobId, default(ReadOnlyMemory<byte>), PutCondition.None, cancellationToken);

    public Task RemoveMarkerAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(Markers + jobId, cancellationToken: cancellationToken);

    /// <summary>Jobs whose listing may not be finished.</summary>
    public IAsyncEnumerable<string> ListMarkedAsync(CancellationToken cancellationToken = default) =>
        store.ListAsync(Markers, cancellationToken: cancellationToken).Select(key => key[Markers.Length..]);
}
