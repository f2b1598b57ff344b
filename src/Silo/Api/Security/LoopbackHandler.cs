using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using BirD.Contracts.Api;
using BirD.Silo.Api.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Api.Security;

/// <summary>Lets callers on this machine in without a key while the system is a single box that nobody put keys on.</summary>
/// <remarks>
/// A proxy on this machine would make the whole world look local, hence no forwarding headers; a web page could reach
/// us through a name of its own that points here, hence only the machine's own names as host.
/// </remarks>
internal sealed class LoopbackHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeyStore keys, IOptions<ApiOptions> api)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Loopback";

    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP"];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.ContainsKey("Authorization"))
        {
            return AuthenticateResult.Fail("What the request carries is neither an API key nor a token of a provider that this cluster knows.");
        }

        var local = api.Value.AnonymousLoopback
            && api.Value.Oidc.Authority is null
            && Context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && IsOwnName(Request.Host.Host)
            && !Forwarding.Any(Request.Headers.ContainsKey)
            && !IsFromForeignPage();
        return local && !await keys.AnyAsync(Context.RequestAborted)
            ? AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(Policies.Identity(SchemeName, "loopback", KeyRole.Admin)), SchemeName))
            : AuthenticateResult.NoResult();
    }

    /// <summary>A browser says which page a request comes from: a page from elsewhere must not steer what runs here.</summary>
    private bool IsFromForeignPage() =>
        Request.Headers["Sec-Fetch-Site"].Any(site => !string.IsNullOrEmpty(site) && site is not ("same-origin" or "none"))
        || Request.Headers.Origin.Any(origin => !string.IsNullOrEmpty(origin) && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == Request.Host.Value));

    private static bool IsOwnName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
