using System.Net;
using System.Text;
using BirD.Api.Tests.Support;
using BirD.Contracts.Api;

namespace BirD.Api.Tests;

/// <summary>Requests that are refused for their form; nothing is left behind, so they share a host.</summary>
public sealed class RefusalTests(RefusalTests.SharedHost shared) : IClassFixture<RefusalTests.SharedHost>
{
    private ApiHost Host => shared.Host;

    [Theory]
    [InlineData("scans/../secret", ProblemTypes.InvalidPrefix)]
    [InlineData("/etc", ProblemTypes.InvalidPrefix)]
    [InlineData("\\\\server\\share", ProblemTypes.InvalidPrefix)]
    [InlineData("C:/scans", ProblemTypes.InvalidPrefix)]
    [InlineData("scans//a", ProblemTypes.InvalidPrefix)]
    [InlineData("scans/.bird", ProblemTypes.InvalidPrefix)]
    [InlineData("", ProblemTypes.InvalidPrefix)]
    [InlineData("scans/link", ProblemTypes.InvalidPrefix)]
    [InlineData("attic/a", ProblemTypes.UnknownRoot)]
    [InlineData("results/a", ProblemTypes.UnknownRoot)]
    public async Task Submit_OutsideTheRoots_IsRefused(string input, string type)
    {
        using var response = await Host.SubmitAsync(new SubmitRequest { Input = input, Output = "results/a" });

        (await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, type)).Detail!.ShouldNotContain(Host.Folder);
    }

    [Theory]
    [InlineData("{", "invalid-request")]
    [InlineData("{}", "invalid-request")]
    [InlineData("""{"input":"scans/a","output":"results/a","priorty":1}""", "invalid-request")]
    [InlineData("""{"input":"scans/a","output":"results/a","include":[null]}""", "invalid-request")]
    [InlineData("""{"input":"scans/a","output":"results/a","exclude":"*.tif"}""", "invalid-request")]
    public async Task Submit_BrokenJson_SaysWhatIsWrong(string body, string type)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Host.Http.PostAsync(new Uri("/api/v1/jobs", UriKind.Relative), content);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ProblemTypes.Prefix + type);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/event-stream")]
    [InlineData("image/jpeg")]
    [InlineData("text/csv")]
    [InlineData("nonsense")]
    public async Task Problem_IsTold_WhateverTheCallerWouldRatherRead(string accept)
    {
        foreach (var (path, status, type) in new[]
        {
            ("/jobs/nobody", HttpStatusCode.NotFound, "unknown-job"), ("/jobs?limit=x", HttpStatusCode.BadRequest, "invalid-request"),
            ("/jobs/nobody/events", HttpStatusCode.NotFound, "unknown-job"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await Host.Http.SendAsync(request);
            await response.ShouldBeProblemAsync(status, ProblemTypes.Prefix + type);
        }

        using var nobody = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        nobody.Headers.TryAddWithoutValidation("Accept", accept);
        nobody.Headers.Add("X-Api-Key", "bird_wrong");
        using var refused = await Host.Http.SendAsync(nobody);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated);
    }

    [Theory]
    [InlineData("""{"input":null,"output":null}""", "application/json", "invalid-prefix")]
    [InlineData("{}", "application/json; charset=utf-7", "invalid-request")]
    [InlineData("{}", "application/json; charset=bogus", "invalid-request")]
    [InlineData("{}", "/", "invalid-request")]
    public async Task Submit_WithNothingOrInAnEncodingOfNobodys_IsRefused(string body, string kind, string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", kind);
        using var response = await Host.Http.PostAsync(new Uri("/api/v1/jobs", UriKind.Relative), content);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, ProblemTypes.Prefix + type);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", "http://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site", "same-origin")]
    [InlineData("X-Forwarded-Proto", "https", null)]
    [InlineData("CF-Connecting-IP", "203.0.113.7", null)]
    public async Task Call_ThatComesThroughAForeignPageOrAProxy_IsNotLocal(string header, string value, string? second)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.TryAddWithoutValidation(header, second is null ? [value] : [value, second]);
        using var response = await Host.Http.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, ProblemTypes.Unauthenticated);
    }

    [Theory]
    [InlineData("GET", "/jobs/nobody", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("GET", "/jobs/nobody/items", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("GET", "/jobs/nobody/failures", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("GET", "/jobs/nobody/report?format=csv", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("GET", "/jobs/nobody/events", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("GET", "/jobs/..%2F..%2Fauth", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("POST", "/jobs/nobody/pause", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("POST", "/jobs/nobody/resume", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("POST", "/jobs/nobody/cancel", HttpStatusCode.NotFound, "unknown-job")]
    [InlineData("GET", "/jobs?limit=0", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("GET", "/jobs?limit=x", HttpStatusCode.BadRequest, "invalid-request")]
    [InlineData("GET", "/jobs?state=lost", HttpStatusCode.BadRequest, "invalid-request")]
    public async Task Call_ThatMeansNothingHere_SaysWhy(string method, string path, HttpStatusCode status, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1" + path);
        using var response = await Host.Http.SendAsync(request);
        await response.ShouldBeProblemAsync(status, ProblemTypes.Prefix + type);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/v1/jobs", HttpStatusCode.MethodNotAllowed)]
    public async Task Call_OfNoEndpoint_IsAProblemToo(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await Host.Http.SendAsync(request);
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    public sealed class SharedHost : IAsyncLifetime
    {
        internal ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await ApiHost.StartAsync();
            Directory.CreateSymbolicLink(Path.Combine(Host.Folder, "in", "link"), Path.GetTempPath());
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
