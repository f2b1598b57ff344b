using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BirD.Contracts.Api;
using BirD.Silo.Api.Configuration;
using BirD.Silo.Api.Limits;
using BirD.Silo.Api.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Api.Pictures;

/// <summary>One picture's page, live. A reader that was cut off simply asks again: the first event says how things stand.</summary>
internal static class PictureEvents
{
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(2);

    public static void Map(RouteGroupBuilder picture) => picture.MapGet("/events", GetAsync)
        .WithName("watchPicture").WithSummary("Server-sent events: picture when anything about it changes, work with the kernel so far while it is in work")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .RequireRateLimiting(LimitServices.Watchers);

    private static async Task<ServerSentEventsResult<string>> GetAsync(
        PictureReader reader, PictureWatcher watcher, IOptions<ApiOptions> options, IHostApplicationLifetime lifetime, StreamPass pass, HttpContext context,
        string id, int shard, int item, CancellationToken cancellationToken)
    {
        // Before the stream begins, because afterwards the status can't be changed.
        await reader.ReadAsync(id, shard, item, cancellationToken);
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(StreamAsync(
            stop => watcher.WatchAsync(id, shard, item, options.Value.ProgressInterval, stop), pass.Begin(context, lifetime.ApplicationStopping), cancellationToken));
    }

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        Func<CancellationToken, IAsyncEnumerable<PictureNews>> watch, CancellationTokenSource end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var _ = end;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        await using var news = watch(stop.Token).GetAsyncEnumerator(stop.Token);
        while (await StreamEnd.NextAsync(news, stop.Token))
        {
            yield return news.Current is { Picture: { } picture }
                ? new SseItem<string>(JsonSerializer.Serialize(picture, ApiJson.Default.PictureDocument), "picture") { ReconnectionInterval = Reconnection }
                : new SseItem<string>(JsonSerializer.Serialize(news.Current.Work!, ApiJson.Default.WorkDocument), "work");
        }
    }
}
