using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Cluster;

namespace BirD.Api.Tests.Support;

internal static class ApiCalls
{
    public static Task<HttpResponseMessage> SubmitAsync(this ApiHost host, SubmitRequest request, string? idempotencyKey = null)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = JsonContent.Create(request, ApiJson.Default.SubmitRequest) };
        if (idempotencyKey is not null)
        {
            message.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return host.Http.SendAsync(message);
    }

    /// <summary>Submits and expects a job.</summary>
    public static async Task<JobDocument> JobAsync(this ApiHost host, string input = "scans/a", string output = "results/a")
    {
        using var response = await host.SubmitAsync(new SubmitRequest { Input = input, Output = output });
        return await response.ReadAsync(ApiJson.Default.JobDocument, HttpStatusCode.Accepted);
    }

    public static async Task<T> GetAsync<T>(this ApiHost host, string path, JsonTypeInfo<T> type)
    {
        using var response = await host.Http.GetAsync(new Uri("/api/v1" + path, UriKind.Relative));
        return await response.ReadAsync(type, HttpStatusCode.OK);
    }

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response, JsonTypeInfo<T> type, HttpStatusCode expected)
    {
        response.StatusCode.ShouldBe(expected, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(type))!;
    }

    /// <summary>Expects a problem document of this type whose detail helps.</summary>
    public static async Task<ProblemDocument> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string type)
    {
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = (await response.Content.ReadFromJsonAsync(ApiJson.Default.ProblemDocument))!;
        (problem.Type, problem.Status).ShouldBe((type, (int)status));
        problem.Title.ShouldNotBeNullOrWhiteSpace();
        problem.Detail.ShouldNotBeNullOrWhiteSpace();
        return problem;
    }

    public static async Task<JobDocument> UntilAsync(this ApiHost host, string id, Func<JobDocument, bool> condition)
    {
        JobDocument? last = null;
        await Until.TrueAsync(
            async () => condition(last = await host.GetAsync($"/jobs/{id}", ApiJson.Default.JobDocument)),
            () => Task.FromResult($"Job {id} never got there: {last}"));
        return last!;
    }
}
