using System.Security.Claims;
using System.Text.Encodings.Web;
using BirD.Contracts.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BirD.Silo.Api.Security;

/// <summary>Authenticates "Authorization: Bearer bird_..." and "X-Api-Key: bird_...".</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyStore keys, IEnumerable<SessionKey> sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    /// <summary>The text of an API key in the request; null when there is none.</summary>
    public static string? Find(IHeaderDictionary headers)
    {
        var authorization = headers[HeaderNames.Authorization].ToString();
        return headers.TryGetValue(Header, out var given) ? given.ToString()
            : authorization.StartsWith(Bearer + ApiKey.Prefix, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim()
            : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Find(Request.Headers) is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        var key = ApiKey.Parse(text);
        if (key is not null && sessions.FirstOrDefault(session => session.Is(key)) is { } session)
        {
            return Success(session.Name, session.Role);
        }

        return key is not null && await keys.VerifyAsync(key, Context.RequestAborted) is { } document
            ? Success($"key:{document.Name}:{document.Id}", document.Role)
            : AuthenticateResult.Fail("The API key is unknown, revoked or expired.");
    }

    private static AuthenticateResult Success(string name, KeyRole role) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Policies.Identity(SchemeName, name, role)), SchemeName));
}
