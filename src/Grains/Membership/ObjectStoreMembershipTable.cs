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

    public Task InitializeMembershipTable(bool tryInitTableVersion) => ReadAll();

    public async Task<MembershipTableData> ReadAll() => (await ReadAsync()).Document.ToTableData();

    public async Task<MembershipTableData> ReadRow(SiloAddress key)
    {
        var address = key.ToParsableString();
        var (document, _) = await ReadAsync();
        return (document with { Members = [.. document.Members.Where(row => row.Address == address)] }).ToTableData();
    }

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        ChangeAsync(document => document.Insert(entry, tableVersion));

    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        ChangeAsync(document => document.Update(entry, etag, tableVersion));

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        if (!await ChangeAsync(document => document.Touch(entry)))
        {
            throw new KeyNotFoundException($"{entry.SiloAddress} is not in {Key}: somebody removed its row.");
        }
    }

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => await ChangeAsync(document => document.Without(beforeDate));

    public Task DeleteMembershipTableEntries(string clusterId) => store.DeleteAsync(KeyOf(clusterId));

    /// <summary>Applies a change until the store takes it; false when the change itself says no.</summary>
    private async Task<bool> ChangeAsync(Func<MembershipDocument, MembershipDocument?> change)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var (document, tag) = await ReadAsync();
            if (change(document) is not { } next)
            {
                return false;
            }

            if (await store.PutAsync(Key, next.ToBytes(), tag is { } known ? PutCondition.Match(known) : PutCondition.Absent) is not null)
            {
                return true;
            }

            var pause = TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 5 * attempt);
            await Task.Delay(pause < LongestPause ? pause : LongestPause, time);
        }

        throw new StoreException($"{Key} changed {Tries} times in a row while it was to be written.");
    }

    private async Task<(MembershipDocument Document, ETag? Tag)> ReadAsync() =>
        await store.GetAsync(Key) is { } found
            ? (MembershipDocument.Parse(found.Content.Span, Key), found.ETag)
            : (new MembershipDocument(), null);
}
