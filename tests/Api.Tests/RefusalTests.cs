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
