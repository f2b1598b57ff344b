namespace BirD.Silo.Api.Configuration;

/// <summary>Bearer tokens of an OpenID Connect provider; section "Bird:Api:Oidc".</summary>
public sealed class OidcOptions
{
    /// <summary>The issuer, for example https://login.example.org/realms/archive. Default: none, tokens are not accepted.</summary>
    public string? Authority { get; set; }

    /// <summary>What tokens must be meant for. Default "bird".</summary>
    public string Audience { get; set; } = "bird";

    /// <summary>
    /// Claims in which jobs.read, jobs.write and admin are looked for, each a word, a list or a JSON array. Default "scope"
    /// and "roles".
    /// </summary>
    public IReadOnlyList<string> RoleClaims { get; set; } = ["scope", "roles"];

    /// <summary>Whether the issuer's keys must come over HTTPS. Default true; false is for tests on one machine.</summary>
    public bool RequireHttps { get; set; } = true;
}
