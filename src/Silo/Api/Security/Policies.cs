using System.Security.Claims;
using BirD.Contracts.Api;
using Microsoft.AspNetCore.Authorization;

namespace BirD.Silo.Api.Security;

/// <summary>What callers may do; each policy includes the ones before.</summary>
internal static class Policies
{
    public const string Read = "jobs.read";
    public const string Write = "jobs.write";
    public const string Admin = "admin";

    /// <summary>Claim that every way of authenticating ends in.</summary>
    public const string RoleClaim = "bird.role";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Read, policy => policy.RequireAssertion(context => RoleOf(context.User) >= KeyRole.Read));
        options.AddPolicy(Write, policy => policy.RequireAssertion(context => RoleOf(context.User) >= KeyRole.Write));
        options.AddPolicy(Admin, policy => policy.RequireAssertion(context => RoleOf(context.User) >= KeyRole.Admin));
    }

    /// <summary>Who calls, for the audit log, for limits and as the owner of idempotency keys.</summary>
    public static string NameOf(ClaimsPrincipal caller) => caller.Identity is { IsAuthenticated: true, Name: { } name } ? name : "nobody";

    public static ClaimsIdentity Identity(string scheme, string name, KeyRole role) => new(
        [new Claim(ClaimTypes.Name, name), new Claim(RoleClaim, role.ToString())], scheme);

    /// <summary>The role that a word of a token stands for; null when it is about something else.</summary>
    public static KeyRole? Parse(string word) => word switch
    {
        Read => KeyRole.Read,
        Write => KeyRole.Write,
        Admin => KeyRole.Admin,
        _ => null,
    };

    private static KeyRole? RoleOf(ClaimsPrincipal caller) =>
        caller.FindAll(RoleClaim).Select(claim => Enum.TryParse<KeyRole>(claim.Value, out var role) ? role : (KeyRole?)null).Max();
}
