using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace BirD.Api.Tests.Support;

/// <summary>An OpenID Connect provider that publishes its document and key, and signs what it is asked to.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RsaSecurityKey key;

    private TestIssuer(WebApplication app, RsaSecurityKey key) => (this.app, this.key, Url) = (app, key, app.Urls.Single());

    public string Url { get; }

    public static async Task<TestIssuer> StartAsync()
    {
        var key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", (HttpContext context) => Results.Text(
            $$"""{"issuer":"{{Base(context)}}","jwks_uri":"{{Base(context)}}/keys"}""", "application/json"));
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId = "k1" });
        app.MapGet("/keys", () => Results.Text($$"""{"keys":[{"kty":"RSA","use":"sig","kid":"k1","n":"{{jwk.N}}","e":"{{jwk.E}}"}]}""", "application/json"));
        await app.StartAsync();
        return new TestIssuer(app, key);
    }

    public string Token(string subject, string audience, string scope) => Sign(key, Url, subject, audience, scope);

    /// <summary>Says the right things, signed by somebody else.</summary>
    public static string Forged(string issuer) => Sign(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" }, issuer, "mallory", "bird", "admin");

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    private static string Base(HttpContext context) => $"http://{context.Request.Host}";

    private static string Sign(RsaSecurityKey key, string issuer, string subject, string audience, string scope) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["scope"] = scope },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256),
        });
}
