using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BirD.Contracts.Api;
using BirD.Grains.Application.Queries;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Limits;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Api.Jobs;

/// <summary>A job's events as they happen. A reader that was cut off goes on where it was by sending Last-Event-ID.</summary>
internal static class EventsEndpoint
{
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder jobs) => jobs.MapGet("/{id}/events", GetAsync)
        .WithName("watchJob").WithSummary("Server-sent events: item (unless items=false), progress, and end when nothing follows")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .RequireRateLimiting(LimitServices.Watchers);

    private static async Task<ServerSentEventsResult<string>> GetAsync(
        JobQueries queries,
        JobWatcher watcher,
        IOptions<ApiOptions> options,
        IHostApplicationLifetime lifetime,
        StreamPass pass,
        HttpContext context,
        string id,
        bool? items,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        CancellationToken cancellationToken)
    {
        // Before the stream begins, because afterwards the status can't be changed.
        await queries.GetAsync(id, cancellationToken);
        var after = string.IsNullOrEmpty(lastEventId) ? (EventId?)null : EventId.Parse(lastEventId);
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var entries = items == false
            ? watcher.WatchProgressAsync(id, options.Value.ProgressInterval, cancellationToken)
            : watcher.WatchAsync(id, after, options.Value.ProgressInterval, cancellationToken);
        return TypedResults.ServerSentEvents(StreamAsync(entries, pass.Begin(context, lifetime.ApplicationStopping), cancellationToken));
    }

    /// <summary>Ends without an end event when this silo stops or the caller's key does: the reader reconnects and finds another one, or is told.</summary>
    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        IAsyncEnumerable<WatchEntry> entries, CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var _ = end;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        await using var source = entries.GetAsyncEnumerator(stop.Token);
        while (await StreamEnd.NextAsync(source, stop.Token))
        {
            yield return ToItem(source.Current);
        }
    }

    private static SseItem<string> ToItem(WatchEntry entry)
    {
        var json = entry.Item is { } item
            ? JsonSerializer.Serialize(item, ApiJson.Default.ItemEvent)
            : JsonSerializer.Serialize(entry.Job!, ApiJson.Default.JobDocument);
        return new SseItem<string>(json, entry.Name) { EventId = entry.Id?.ToString(), ReconnectionInterval = Reconnection };
    }
}
