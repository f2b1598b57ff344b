using System.Text.Json.Serialization;

namespace BirD.Contracts.Api;

/// <summary>An API key without its secret.</summary>
public sealed record KeyDocument
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required KeyRole Role { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>What a key may do; each includes the ones before.</summary>
[JsonConverter(typeof(WordConverter<KeyRole>))]
public enum KeyRole
{
    Read = 0,
    Write = 1,
    Admin = 2,
}
