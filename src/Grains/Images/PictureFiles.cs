using System.Security.Cryptography;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Grains.Results;
using BirD.Restoration.Planning;

namespace BirD.Grains.Images;

/// <summary>A picture's original and its companions as they were read under a lease, with their hashes.</summary>
internal sealed record PictureFiles(PictureInput Input, SidecarInput Original, IReadOnlyList<SidecarCompanion> Companions)
{
    /// <summary>Hash over original and companions: what checkpoints go by.</summary>
    public string ContentSha256 { get; } = Input.Sha256();

    /// <summary>The companions' hashes as a result's stamp holds them.</summary>
    public string CompanionsSha256 => string.Join(',', Companions.Select(companion => companion.Sha256));

    /// <exception cref="FormatException">The manifest names a root that the job doesn't have.</exception>
    public static async Task<PictureFiles> ReadAsync(ItemLease lease, JobSpec spec, PictureServices services, CancellationToken stop)
    {
        var picture = await ReadAsync(lease.Root, lease.Key);
        var original = new SidecarInput(Root(lease.Root).Location, lease.Key, Hash(picture), picture.Length)
        {
            Modified = await services.Inputs.Open(Root(lease.Root).Location).ModifiedAsync(lease.Key, stop),
        };
        var (companions, entries) = (new List<Companion>(), new List<SidecarCompanion>());
        foreach (var reference in lease.Companions)
        {
            var content = await ReadAsync(reference.Root, reference.Key);
            companions.Add(new Companion(reference.Role, content));
            entries.Add(new SidecarCompanion(reference.Role, reference.Key, Hash(content), content.Length));
        }

        return new PictureFiles(new PictureInput(picture) { Companions = companions }, original, entries);

        InputRoot Root(string id) => spec.Roots.FirstOrDefault(root => root.Id == id)
            ?? throw new FormatException($"The manifest names the input root '{id}', which the job doesn't have.");

        async Task<ReadOnlyMemory<byte>> ReadAsync(string id, string key) =>
            await services.Inputs.Open(Root(id).Location).ReadAsync(key, services.Options.MaxInputBytes, stop);
    }

    private static string Hash(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
