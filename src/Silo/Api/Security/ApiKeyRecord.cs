using System.Text.Json.Serialization;
using BirD.Contracts.Api;

namespace BirD.Silo.Api.Security;

/// <summary>An API key as stored, <c>auth/keys/{id}.json</c>.</summary>
/// <remarks>
/// The secret is 256 random bits, so that its plain SHA-256 can't be searched for: salt and slow hashes are for passwords,
/// which people choose.
/// </remarks>
internal sealed record ApiKeyRecord
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required KeyRole Role { get; init; }

    /// <summary>SHA-256 of the secret, lower-case hexadecimal.</summary>
    public required string SecretSha256 { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Revoked { get; init; }

    public bool IsUsable(DateTimeOffset now) => Revoked is null && !(Expires <= now);

    public KeyDocument ToDocument() => new() { Id = Id, Name = Name, Role = Role, Created = Created, Expires = Expires, Revoked = Revoked };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiKeyRecord))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
