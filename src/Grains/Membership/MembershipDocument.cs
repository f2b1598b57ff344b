using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BirD.Grains.Membership;

/// <summary>The whole membership of one cluster, <c>cluster/{ClusterId}/members.json</c>.</summary>
/// <remarks>
/// The tags that Orleans compares are counters in here, not the store's: a sign of life rewrites the document, and must
/// not make somebody's concurrent change of a row fail.
/// </remarks>
internal sealed record MembershipDocument
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Orleans' table version: grows with every insertion and change of a row.</summary>
    public int Version { get; init; }

    /// <summary>Grows with every change but signs of life; the source of all tags.</summary>
    public long Counter { get; init; }

    /// <summary>The counter at the latest change of <see cref="Version"/>.</summary>
    public long VersionTag { get; init; }

    public IReadOnlyList<MemberRow> Members { get; init; } = [];

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, MembershipJson.Default.MembershipDocument);

    /// <exception cref="InvalidDataException">The bytes are damaged or of a later schema.</exception>
    public static MembershipDocument Parse(ReadOnlySpan<byte> bytes, string key)
    {
        try
        {
            var document = JsonSerializer.Deserialize(bytes, MembershipJson.Default.MembershipDocument)
                ?? throw new InvalidDataException($"The membership document {key} is empty.");
            return document.Schema == CurrentSchema
                ? document
                : throw new InvalidDataException(
                    $"The membership document {key} has schema {document.Schema}; this version reads {CurrentSchema}. Use another --cluster-id, or silos of one version.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The membership document {key} is damaged: {e.Message} Stop all silos, remove it, start them again.", e);
        }
    }

    public TableVersion ToTableVersion() => new(Version, Text(VersionTag));

    public MembershipTableData ToTableData() =>
        new([.. Members.Select(row => Tuple.Create(row.ToEntry(), Text(row.Tag)))], ToTableVersion());

    /// <summary>The document with this row inserted; null when the version is stale or the row exists.</summary>
    public MembershipDocument? Insert(MembershipEntry entry, TableVersion version) =>
        Follows(version) && Find(entry) is null
            ? Advance(version) with { Members = [.. Members, MemberRow.From(entry, Counter + 1)] }
            : null;

    /// <summary>The document with this row replaced; null when the version or the row is stale.</summary>
    public MembershipDocument? Update(MembershipEntry entry, string tag, TableVersion version) =>
        Follows(version) && Find(entry) is { } row && Text(row.Tag) == tag
            ? Advance(version) with { Members = [.. Members.Select(other => other == row ? MemberRow.From(entry, Counter + 1) : other)] }
            : null;

    /// <summary>The document with this row's sign of life; null when there is no such row.</summary>
    public MembershipDocument? Touch(MembershipEntry entry) => Find(entry) is { } row
        ? this with { Members = [.. Members.Select(other => other == row ? row with { IAmAlive = Utc(entry.IAmAliveTime) } : other)] }
        : null;

    /// <summary>The document without rows of silos that are not active and have been silent since before a moment.</summary>
    public MembershipDocument Without(DateTimeOffset before) => this with
    {
        Members = [.. Members.Where(row => row.Status == SiloStatus.Active || row.LastSign >= before.UtcDateTime)],
    };

    /// <summary>The document with what it has lost since another reading of it; null when it has lost nothing.</summary>
    /// <remarks>
    /// A store that fails over to a copy, or is restored from one, may come back older than it was: without this a silo whose death
    /// was lost would stay a member for ever, since silos that saw a higher version heed no lower one.
    /// </remarks>
    public MembershipDocument? Mended(MembershipDocument known)
    {
        var wentBack = Version < known.Version;
        var present = Members.ToDictionary(row => row.Address);
        MemberRow[] lost = [.. known.Members.Where(row =>
            present.TryGetValue(row.Address, out var now) ? now.Tag < row.Tag : wentBack && row.Status == SiloStatus.Active)];
        if (!wentBack && lost.Length == 0)
        {
            return null;
        }

        var counter = Math.Max(Counter, known.Counter) + 1;
        var addresses = lost.Select(row => row.Address).ToHashSet();
        return this with
        {
            Version = Math.Max(Version, known.Version) + 1,
            Counter = counter,
            VersionTag = counter,
            Members = [.. Members.Where(row => !addresses.Contains(row.Address)), .. lost.Select(row => row with { Tag = counter })],
        };
    }

    public static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static string Text(long tag) => tag.ToString(CultureInfo.InvariantCulture);

    private bool Follows(TableVersion next) => Text(VersionTag) == next.VersionEtag && next.Version == Version + 1;

    private MembershipDocument Advance(TableVersion next) =>
        this with { Version = next.Version, Counter = Counter + 1, VersionTag = Counter + 1 };

    private MemberRow? Find(MembershipEntry entry)
    {
        var address = entry.SiloAddress.ToParsableString();
        return Members.FirstOrDefault(row => row.Address == address);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(MembershipDocument))]
internal sealed partial class MembershipJson : JsonSerializerContext;
