using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BirD.Contracts.Api;

namespace BirD.Client.Cluster;

/// <summary>Calls of the cluster's API: repeats what may be repeated, and turns problems into messages.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ClusterAddress address;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public ApiConnection(ClusterAddress address, TimeProvider time, HttpMessageHandler? handler = null)
    {
        (this.address, this.time) = (address, time);
        // Streams last as long as jobs; ordinary calls are timed below. A redirect could carry the key to another host.
        http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"{address}/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("bird", Version));
        if (address.ApiKey is { } key)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    private static string Version => typeof(ApiConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), type, cancellationToken);

    /// <summary>All of the API's calls are safe to repeat: they name a state, or carry an idempotency key.</summary>
    public Task<T> SendAsync<TBody, T>(
        HttpMethod method, string path, TBody? body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, string? idempotencyKey, CancellationToken cancellationToken)
        where TBody : class => SendAsync(
        () =>
        {
            var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, bodyType) };
            if (idempotencyKey is not null)
            {
                request.Headers.Add("Idempotency-Key", idempotencyKey);
            }

            return request;
        },
        type,
        cancellationToken);

    /// <summary>Opens a stream once; the caller reconnects.</summary>
    /// <exception cref="ClusterException">The cluster refused.</exception>
    /// <exception cref="HttpRequestException">It can't be reached.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response, cancellationToken);
    }

    public static bool MayPass(HttpStatusCode? status) =>
        status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> create, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            try
            {
                using var request = create();
                using var response = await http.SendAsync(request, limit.Token);
                if (response.IsSuccessStatusCode)
                {
                    return await response.Content.ReadFromJsonAsync(type, limit.Token) ?? throw Foreign(null);
                }

                if (!MayPass(response.StatusCode) || time.GetElapsedTime(since) > Patience)
                {
                    throw await RefusalAsync(response, limit.Token);
                }

                await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, time, cancellationToken);
            }
            catch (JsonException e)
            {
                throw Foreign(e);
            }
            catch (HttpRequestException e) when (time.GetElapsedTime(since) > Patience || e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ConnectionError)
            {
                throw Unreachable(e);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unreachable(e);
            }
        }
    }

    public ClusterException Unreachable(Exception e) =>
        new($"The cluster {address} can't be reached: {e.Message} Is a control silo running there ('bird silo')?", e);

    private ClusterException Foreign(Exception? e) =>
        new($"{address} doesn't answer like a BirD cluster of this version. Compare the versions of client and cluster, and the address.", e);

    private static async Task<ClusterException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var problem = await response.Content.ReadFromJsonAsync(ApiJson.Default.ProblemDocument, cancellationToken);
            return new ClusterException(problem?.Detail ?? problem?.Title ?? $"The cluster answered {(int)response.StatusCode}.") { Problem = problem?.Type };
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return new ClusterException($"The cluster answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        }
    }
}
