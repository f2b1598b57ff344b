using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Fakes;
using BirD.Silo.Api.Security;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Api.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData(KeyRole.Read, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(KeyRole.Write, HttpStatusCode.OK, HttpStatusCode.NotFound)]
    [InlineData(KeyRole.Admin, HttpStatusCode.OK, HttpStatusCode.NotFound)]
    public async Task Call_WithAKey_MayWhatItsRoleSays(KeyRole role, HttpStatusCode reading, HttpStatusCode writing)
    {
        await using var host = await ApiHost.StartAsync();
        await host.UseKeyAsync(role);

        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(reading);
        (await StatusAsync(host, HttpMethod.Post, "/jobs/nobody/pause")).ShouldBe(writing);
        host.Audit.Lines.ShouldHaveSingleItem().ShouldStartWith("key:test:");
    }

    [Fact]
    public async Task Call_OnceThereIsAKey_NeedsOneAlsoFromThisMachine()
    {
        await using var host = await ApiHost.StartAsync();
        var keys = host.Services.GetRequiredService<ApiKeyStore>();
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.OK);
        var (key, document) = await keys.CreateAsync("first", KeyRole.Admin, null);

        using (var nobody = await host.Http.GetAsync(new Uri("/api/v1/jobs", UriKind.Relative)))
        {
            (await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated)).Detail!.ShouldContain("bird keys create");
            nobody.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Bearer");
        }

        await keys.RevokeAsync(document.Id);
        host.Http.DefaultRequestHeaders.Add("X-Api-Key", key.ToString());
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.Unauthorized, "revoked, and a system with keys stays closed");
    }

    [Theory]
    [InlineData("bird_")]
    [InlineData("bird_000000000000_x")]
    [InlineData("nonsense")]
    public async Task Call_WithAWrongKey_IsRefusedEvenWhereNobodyNeedsOne(string key)
    {
        await using var host = await ApiHost.StartAsync();
        host.Http.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var response = await host.Http.GetAsync(new Uri("/api/v1/jobs", UriKind.Relative));
        (await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated)).Detail!.ShouldContain("unknown, revoked or expired");
    }

    /// <summary>From the API's own document, so that no endpoint, stream or picture can be forgotten.</summary>
    [Fact]
    public async Task EveryCall_WithoutAKeyWhereThereIsOne_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();
        using var document = JsonDocument.Parse(await host.Http.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)));
        await host.UseKeyAsync(KeyRole.Read);
        host.Http.DefaultRequestHeaders.Authorization = null;
        var calls = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => (Path: path.Name, Method: method.Name.ToUpperInvariant()))).ToList();
        calls.Count.ShouldBeGreaterThan(20);
        foreach (var (path, method) in calls)
        {
            var address = Regex.Replace(path.Replace("{id}", "a", StringComparison.Ordinal).Replace("{version}", "0123456789abcdef", StringComparison.Ordinal), "[{][a-z]+[}]", "0");
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative)) { Content = method == "GET" ? null : JsonContent.Create(new { }) };
            using var response = await host.Http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {address}");
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Unauthorized)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "https://elsewhere.example", HttpStatusCode.Unauthorized)]
    [InlineData("Origin", "null", HttpStatusCode.Unauthorized)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.NotFound)]
    public async Task Order_FromAPageOfSomebodyElse_IsNotTheUsersOwn(string header, string value, HttpStatusCode expected)
    {
        await using var host = await ApiHost.StartAsync();
        host.Http.DefaultRequestHeaders.Add(header, value);
        (await StatusAsync(host, HttpMethod.Post, "/jobs/nobody/cancel")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Host", "evil.example")]
    public async Task Call_ThatOnlyLooksLocal_NeedsAKey(string header, string value)
    {
        await using var host = await ApiHost.StartAsync();
        host.Http.DefaultRequestHeaders.Add(header, value);
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Keys_AreStoredWithoutTheirSecret()
    {
        await using var host = await ApiHost.StartAsync();
        var (key, document) = await host.Services.GetRequiredService<ApiKeyStore>().CreateAsync("n", KeyRole.Read, null);
        var stored = await host.World.Objects.GetAsync($"auth/keys/{document.Id}.json");
        System.Text.Encoding.UTF8.GetString(stored!.Content.Span).ShouldNotContain(key.Secret);
        ApiKey.Parse(key.ToString()).ShouldBe(key);
    }

    [Fact]
    public async Task Call_TooOften_IsToldToWait()
    {
        await using var host = await ApiHost.StartAsync(("Bird:Api:RequestBurst", "3"), ("Bird:Api:RequestsPerSecond", "1"));

        // At once: one after the other, a slow machine would stay within the average.
        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.Http.GetAsync(new Uri("/api/v1/jobs", UriKind.Relative))));

        responses.Count(response => response.StatusCode == HttpStatusCode.OK).ShouldBeGreaterThanOrEqualTo(3);
        var refused = responses.First(response => response.StatusCode != HttpStatusCode.OK);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, ProblemTypes.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.ShouldNotBeNull();
        Array.ForEach(responses, response => response.Dispose());
    }

    [Fact]
    public async Task Call_WithATokenOfTheProvider_MayWhatItsRolesSay()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var host = await ApiHost.StartAsync(("Bird:Api:Oidc:Authority", issuer.Url), ("Bird:Api:Oidc:RequireHttps", "false"));

        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.Unauthorized, "with a provider, being local is not enough");
        Use(issuer.Token("ann", "bird", "openid jobs.read"));
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, HttpMethod.Post, "/jobs/nobody/pause")).ShouldBe(HttpStatusCode.Forbidden);
        Use(issuer.Token("ann", "bird", "jobs.write"));
        (await StatusAsync(host, HttpMethod.Post, "/jobs/nobody/pause")).ShouldBe(HttpStatusCode.NotFound);
        Use(issuer.Token("ann", "bird", "openid"));
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.Forbidden);
        Use(issuer.Token("ann", "another-system", "admin"));
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.Unauthorized);
        Use(TestIssuer.Forged(issuer.Url));
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.Unauthorized);
        host.Audit.Lines.ShouldContain(line => line.StartsWith("oidc:ann from 127.0.0.1: POST", StringComparison.Ordinal));

        void Use(string token) => host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    [Fact]
    public async Task Call_WhileTheKeysCannotBeRead_LetsNobodyIn()
    {
        await using var host = await ApiHost.StartAsync();
        host.World.Objects.IsDown = true;
        using var response = await host.Http.GetAsync(new Uri("/api/v1/jobs", UriKind.Relative));
        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, ProblemTypes.StoreUnavailable);
        host.World.Objects.IsDown = false;
        (await StatusAsync(host, HttpMethod.Get, "/jobs")).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, "/api/v1" + path);
        using var response = await host.Http.SendAsync(request);
        return response.StatusCode;
    }
}
