using System.Security.Claims;
using System.Text.Json;
using BirD.Silo.Api.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Api.Security;

/// <summary>Three ways to be somebody: an API key, a token of the identity provider, or being on the same machine.</summary>
internal static class AccessServices
{
    private const string Chooser = "Bird";

    public static IServiceCollection AddApiAccess(this IServiceCollection services, OidcOptions oidc)
    {
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<StreamPass>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, DeniedHandler>();
        services.AddAuthorization(Policies.Add);
        var schemes = services.AddAuthentication(Chooser)
            .AddPolicyScheme(Chooser, null, options => options.ForwardDefaultSelector = context =>
                ApiKeyHandler.Find(context.Request.Headers) is not null ? ApiKeyHandler.SchemeName
                : oidc.Authority is not null && context.Request.Headers.ContainsKey("Authorization") ? JwtBearerDefaults.AuthenticationScheme
                : LoopbackHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, LoopbackHandler>(LoopbackHandler.SchemeName, null);
        if (oidc.Authority is { } authority)
        {
            schemes.AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.Audience = oidc.Audience;
                options.RequireHttpsMetadata = oidc.RequireHttps;
                options.MapInboundClaims = false;
                options.Events = new JwtBearerEvents { OnTokenValidated = context => TakeRoles(context, oidc) };
            });
        }

        return services;
    }

    /// <summary>A valid token says who calls; what they may do is said by its roles, nothing without one.</summary>
    private static Task TakeRoles(TokenValidatedContext context, OidcOptions oidc)
    {
        var token = context.Principal!;
        var role = oidc.RoleClaims.SelectMany(token.FindAll).SelectMany(claim => Words(claim.Value)).Select(Policies.Parse).Max();
        var name = token.FindFirstValue("preferred_username") ?? token.FindFirstValue("sub") ?? token.FindFirstValue("client_id") ?? "unnamed";
        context.Principal = role is { } granted
            ? new ClaimsPrincipal(WithEnd(Policies.Identity(JwtBearerDefaults.AuthenticationScheme, $"oidc:{name}", granted), token))
            : new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, $"oidc:{name}")], JwtBearerDefaults.AuthenticationScheme));
        return Task.CompletedTask;
    }

    /// <summary>Event streams end with the token that opened them.</summary>
    private static ClaimsIdentity WithEnd(ClaimsIdentity identity, ClaimsPrincipal token)
    {
        identity.AddClaims(token.FindAll("exp"));
        return identity;
    }

    private static string[] Words(string value)
    {
        if (!value.StartsWith('['))
        {
            return value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(value) ?? [];
        }
        catch (JsonException)
        {
            // Somebody else's claim: it grants nothing.
            return [];
        }
    }
}
