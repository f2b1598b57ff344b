using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BirD.Storage.Objects;

namespace BirD.Grains.Records;

/// <summary>Decisions of a job by compare-and-swap, under <c>jobs/{id}/decisions/</c>: they outlive the run in which they were taken.</summary>
public sealed class DecisionStore(IObjectStore store)
{
    /// <summary>Named by a hash: a result's path may be longer than a key, and hold what a key may not.</summary>
    public static string KeyOf(string jobId, string output) =>
        $"{FolderOf(jobId)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(output)))}.json";

    /// <summary>Null when nobody decided anything about the picture.</summary>
    /// <exception cref="InvalidDataException">The record is damaged or of a schema that this version doesn't know.</exception>
    public async Task<DecisionRecord?> FindAsync(string jobId, string output, CancellationToken cancellationToken = default) =>
        await store.GetAsync(KeyOf(jobId, output), cancellationToken) is { } found ? Parse(jobId, output, found.Content.Span) : null;

    /// <summary>Enters a decision in place of an earlier one; of two that say the same the first stands, with its time and author.</summary>
    /// <returns>The decision in force.</returns>
    public async Task<DecisionRecord> EnterAsync(string jobId, DecisionRecord decision, CancellationToken cancellationToken = default)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(decision, DecisionJson.Default.DecisionRecord);
        while (true)
        {
            var found = await store.GetAsync(KeyOf(jobId, decision.Output), cancellationToken);
            if (found is not null && Parse(jobId, decision.Output, found.Content.Span) is var earlier
                && (earlier.Kind, earlier.InputSha256) == (decision.Kind, decision.InputSha256))
            {
                return earlier;
            }

            var condition = found is null ? PutCondition.Absent : PutCondition.Match(found.ETag);
            if (await store.PutAsync(KeyOf(jobId, decision.Output), content, condition, cancellationToken) is not null)
            {
                return decision;
            }
        }
    }

    /// <summary>Forgets what was decided about these pictures.</summary>
    /// <remarks>Lists first: most jobs have few decisions or none, and a request for each picture would cost more than the job's manifest.</remarks>
    public async Task ForgetAsync(string jobId, IEnumerable<string> outputs, CancellationToken cancellationToken = default)
    {
        var decided = await store.ListAsync(FolderOf(jobId), cancellationToken: cancellationToken).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        if (decided.Count == 0)
        {
            return;
        }

        foreach (var key in outputs.Select(output => KeyOf(jobId, output)).Where(decided.Contains))
        {
            await store.DeleteAsync(key, cancellationToken: cancellationToken);
        }
    }

    private static string FolderOf(string jobId) => $"jobs/{jobId}/decisions/";

    private static DecisionRecord Parse(string jobId, string output, ReadOnlySpan<byte> json)
    {
        try
        {
            var record = JsonSerializer.Deserialize(json, DecisionJson.Default.DecisionRecord);
            return record?.IsKnown == true
                ? record
                : throw new InvalidDataException($"The decision on '{output}' of job '{jobId}' is of a kind or schema that this version doesn't know.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The decision on '{output}' of job '{jobId}' is damaged: {e.Message}", e);
        }
    }
}
