using System.Security.Cryptography;
using System.Text.Json;
using BirD.Storage.Objects;

namespace BirD.Grains.Hosting.Identity;

/// <summary>
/// A common identity of all silos of one store, made by the first and renewed by whichever finds it old. Who can read the store
/// is a silo: it can change every job and every key there anyway.
/// </summary>
/// <remarks>
/// A new certificate is trusted by everybody who has read it, and presented only <see cref="Announcement"/> later, when everybody has.
/// The old one stays trusted until it ends, so no connection fails over a renewal.
/// </remarks>
internal sealed class StoreCredentials(IObjectStore store, string clusterId, TimeProvider time) : ICredentialSource
{
    /// <summary>Age at which a certificate is renewed: often enough that renewal is no event, rare enough for the store.</summary>
    public static readonly TimeSpan RenewalAge = TimeSpan.FromDays(30);

    /// <summary>Three renewals: a cluster that was off for a month still knows itself.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromDays(90);

    /// <summary>Ten readings of <see cref="CredentialRefresher.Interval"/>: a silo that missed some still hears in time.</summary>
    public static readonly TimeSpan Announcement = TimeSpan.FromMinutes(10);

    public static string KeyOf(string clusterId) => $"{ObjectKey.Secrets}cluster/{clusterId}/identity.json";

    public async Task<Credentials> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await store.GetAsync(KeyOf(clusterId), cancellationToken);
            var now = time.GetUtcNow();
            var known = found is null ? [] : Parse(found.Content).Where(entry => entry.Created + Validity > now).ToList();
            if (known.Count > 0 && known[^1].Created + RenewalAge > now)
            {
                return ToCredentials(known, now);
            }

            known.Add(new IdentityEntry(now, CertificateKeys.CreatePkcs12($"bird-{clusterId}", now, Validity)));
            var json = JsonSerializer.SerializeToUtf8Bytes(new IdentityDocument { Certificates = known }, IdentityJson.Default.IdentityDocument);
            if (await store.PutAsync(KeyOf(clusterId), json, found is null ? PutCondition.Absent : PutCondition.Match(found.ETag), cancellationToken) is not null)
            {
                return ToCredentials(known, now);
            }
        }
    }

    private static Credentials ToCredentials(List<IdentityEntry> entries, DateTimeOffset now)
    {
        var all = entries.ConvertAll(entry => CertificateKeys.FromPkcs12(entry.Pkcs12));
        var announced = entries.FindLastIndex(entry => entry.Created + Announcement <= now);
        return new Credentials(all[Math.Max(0, announced)], all, AreAuthorities: false);
    }

    private IReadOnlyList<IdentityEntry> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json.Span, IdentityJson.Default.IdentityDocument) is { Schema: IdentityDocument.CurrentSchema } document
                ? document.Certificates
                : throw new InvalidDataException($"The silos' identity {KeyOf(clusterId)} is of another schema; update this silo.");
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            throw new InvalidDataException($"The silos' identity {KeyOf(clusterId)} is damaged. Stop all silos, delete that object, and start them again. {e.Message}", e);
        }
    }
}
