using BirD.Storage;
using BirD.Storage.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace BirD.Grains.Membership;

/// <summary>Orleans' membership in one document of the object store, changed by compare-and-swap.</summary>
/// <remarks>
/// A read is one request, a change two. Signs of life come every ten seconds from each silo, so a hundred silos write ten
/// times a second to one object; object stores take hundreds. Each silo keeps what it saw last, and puts it back should the
/// store have gone back to an older state.
/// </remarks>
internal sealed partial class ObjectStoreMembershipTable(
    IObjectStore store,
    IOptions<ClusterOptions> cluster,
    TimeProvider time,
    ILogger<ObjectStoreMembershipTable> logger) : IMembershipTable
{
    /// <summary>Lost races in a row before a change counts as failed; Orleans repeats it then at its own pace.</summary>
    private const int Tries = 60;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private MembershipDocument? known;

    private string Key => KeyOf(cluster.Value.ClusterId);

    public static string KeyOf(string clusterId) => $"cluster/{clusterId}/members.json";

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken) => ReadAllAsync(cancellationToken);

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Document.ToTableData();

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken)
    {
        var address = key.ToParsableString();
        var (document, _) = await ReadAsync(cancellationToken);
        return (document with { Members = [.. document.Members.Where(row => row.Address == address)] }).ToTableData();
    }

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken) =>
        ChangeAsync(document => document.Insert(entry, tableVersion), cancellationToken);

    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken) =>
        ChangeAsync(document => document.Update(entry, etag, tableVersion), cancellationToken);

    public async Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken)
    {
        if (!await ChangeAsync(document => document.Touch(entry), cancellationToken))
        {
            throw new KeyNotFoundException($"{entry.SiloAddress} is not in {Key}: somebody removed its row.");
        }
    }

    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken) =>
        await ChangeAsync(document => document.Without(beforeDate), cancellationToken);

    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(KeyOf(clusterId), cancellationToken: cancellationToken);
        lock (gate)
        {
            known = null;
        }
    }

    // Orleans still declares the forms without a token; it calls those above.
    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) => InitializeMembershipTableAsync(tryInitTableVersion, default);

    Task<MembershipTableData> IMembershipTable.ReadAll() => ReadAllAsync(default);

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => ReadRowAsync(key, default);

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) => InsertRowAsync(entry, tableVersion, default);

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => UpdateRowAsync(entry, etag, tableVersion, default);

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry, default);

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => CleanupDefunctSiloEntriesAsync(beforeDate, default);

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) => DeleteMembershipTableEntriesAsync(clusterId, default);

    /// <summary>Applies a change until the store takes it; false when the change itself says no.</summary>
    private async Task<bool> ChangeAsync(Func<MembershipDocument, MembershipDocument?> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var (document, tag) = await ReadAsync(cancellationToken);
            if (change(document) is not { } next)
            {
                return false;
            }

            if (await TryWriteAsync(next, tag, cancellationToken) is not null)
            {
                return true;
            }

            await PauseAsync(attempt, cancellationToken);
        }

        throw Contended();
    }

    /// <summary>The document as it is; when it is older than what this silo saw or wrote, what was lost is written first.</summary>
    private async Task<(MembershipDocument Document, ETag? Tag)> ReadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            // Taken before the request: only what was known then must be in the answer.
            var before = Known();
            var (document, tag) = await store.GetAsync(Key, cancellationToken) is { } found
                ? (MembershipDocument.Parse(found.Content.Span, Key), found.ETag)
                : (new MembershipDocument(), (ETag?)null);
            if (before is null || document.Mended(before) is not { } mended)
            {
                Learn(document);
                return (document, tag);
            }

            if (await TryWriteAsync(mended, tag, cancellationToken) is { } written)
            {
                LogWentBack(Key, document.Version, before.Version, mended.Version);
                return (mended, written);
            }

            await PauseAsync(attempt, cancellationToken);
        }

        throw Contended();
    }

    private async Task<ETag?> TryWriteAsync(MembershipDocument document, ETag? tag, CancellationToken cancellationToken)
    {
        var condition = tag is { } current ? PutCondition.Match(current) : PutCondition.Absent;
        var written = await store.PutAsync(Key, document.ToBytes(), condition, cancellationToken);
        if (written is not null)
        {
            Learn(document);
        }

        return written;
    }

    private MembershipDocument? Known()
    {
        lock (gate)
        {
            return known;
        }
    }

    private void Learn(MembershipDocument document)
    {
        lock (gate)
        {
            known = known is null || document.Counter >= known.Counter ? document : known;
        }
    }

    private Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 5 * attempt);
        return Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
    }

    private StoreException Contended() => new($"{Key} changed {Tries} times in a row while it was to be written.");
}
