using System.Text.Json.Serialization;

namespace BirD.Grains.Hosting.Identity;

/// <summary>The silos' common identity in their store: certificates, newest last.</summary>
internal sealed record IdentityDocument
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required IReadOnlyList<IdentityEntry> Certificates { get; init; }
}

/// <param name="Created">When it was put there.</param>
/// <param name="Pkcs12">Certificate and key.</param>
internal sealed record IdentityEntry(DateTimeOffset Created, byte[] Pkcs12);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(IdentityDocument))]
internal sealed partial class IdentityJson : JsonSerializerContext;
