using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BirD.Contracts.Api;

namespace BirD.Client.Cluster;

/// <summary>Reads a job's server-sent events to their end; a connection that breaks is made anew behind the last event.</summary>
internal sealed class EventReader(ApiConnection api, TimeProvider time)
{
    /// <summary>How long the cluster may be away: longer than a rollout or a total restart takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>A stream sends progress every few seconds; a silence of this length is a connection that nobody holds any more.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private string? lastId;
    private bool ended;

    /// <exception cref="ClusterException">The cluster refused, or stayed away for too long.</exception>
    public async IAsyncEnumerable<ItemEvent> ReadAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = time.GetTimestamp();
        while (!ended)
        {
            await using var events = ConnectAsync(jobId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        break;
                    }
                }
                catch (Exception e) when (IsInterruption(e, cancellationToken))
                {
                    if (time.GetElapsedTime(heard) > Patience)
                    {
                        throw new ClusterException($"The cluster has been away for {Patience.TotalMinutes:0} minutes: {e.Message} The job is kept there and goes on when it is back.", e);
                    }

                    break;
                }

                heard = time.GetTimestamp();
                if (events.Current is { } item)
                {
                    yield return item;
                }
            }

            if (!ended)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Items, and null for every other sign of life.</summary>
    private async IAsyncEnumerable<ItemEvent?> ConnectAsync(string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(Silence, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"jobs/{Uri.EscapeDataString(jobId)}/events");
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        using var response = await api.OpenAsync(request, stop.Token);
        await using var stream = await response.Content.ReadAsStreamAsync(stop.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(stop.Token))
        {
            silence.CancelAfter(Silence);
            lastId = string.IsNullOrEmpty(item.EventId) ? lastId : item.EventId;
            ended = item.EventType == EventNames.End;
            yield return item.EventType == EventNames.Item ? JsonSerializer.Deserialize(item.Data, ApiJson.Default.ItemEvent) : null;
        }
    }

    private static bool IsInterruption(Exception e, CancellationToken cancellationToken) => e switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or IOException => true,
        ClusterException refusal => refusal.Problem is ProblemTypes.ClusterUnavailable or ProblemTypes.StoreUnavailable or ProblemTypes.TooManyRequests,
        _ => false,
    };
}
