using BirD.Storage;
using BirD.Storage.Objects;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace BirD.Grains.Membership;

/// <summary>Orleans' membership in one document of the object store, changed by compare-and-swap.</summary>
/// <remarks>
/// A read is one request, a change two. Signs of life come every ten seconds from each silo, so a hundred silos write ten
/// times a second to one object; object stores take hundreds.
/// </remarks>
internal sealed class ObjectStoreMembershipTable(IObjectStore store, IOptions<ClusterOptions> cluster, TimeProvider time) : IMembershipTable
{
    /// <summary>Lost races in a row before a change counts as failed; Orleans repeats it then at its own pace.</summary>
    private const int Tries = 60;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

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

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken) =>
        store.DeleteAsync(KeyOf(clusterId), cancellationToken: cancellationToken);

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

            var condition = tag is { } known ? PutCondition.Match(known) : PutCondition.Absent;
            if (await store.PutAsync(Key, next.ToBytes(), condition, cancellationToken) is not null)
            {
                return true;
            }

            var pause = TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 5 * attempt);
            await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
        }

        throw new StoreException($"{Key} changed {Tries} times in a row while it was to be written.");
    }

    private async Task<(MembershipDocument Document, ETag? Tag)> ReadAsync(CancellationToken cancellationToken) =>
        await store.GetAsync(Key, cancellationToken) is { } found
            ? (MembershipDocument.Parse(found.Content.Span, Key), found.ETag)
            : (new MembershipDocument(), null);
}
