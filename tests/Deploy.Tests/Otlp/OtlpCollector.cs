using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BirD.Deploy.Tests.Otlp;

/// <summary>A collector on a port of this machine that takes OTLP as HTTP/protobuf and keeps what it got.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication app;

    private OtlpCollector(WebApplication app) => this.app = app;

    public string Endpoint => app.Urls.Single();

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = [];

    public ConcurrentQueue<ReceivedMetric> Metrics { get; } = [];

    public ConcurrentQueue<(string Resource, LogRecord Record)> Logs { get; } = [];

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector.Map("/v1/traces", TraceRequest.Parser, collector.Take);
        collector.Map("/v1/metrics", MetricsRequest.Parser, collector.Take);
        collector.Map("/v1/logs", LogsRequest.Parser, collector.Take);
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map<T>(string path, MessageParser<T> parser, Action<T> take)
        where T : IMessage<T> => app.MapPost(path, async (HttpRequest request) =>
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        take(parser.ParseFrom(body.ToArray()));
        return Results.Bytes([], "application/x-protobuf");
    });

    private void Take(TraceRequest request)
    {
        foreach (var part in request.ResourceSpans)
        {
            foreach (var span in part.ScopeSpans.SelectMany(scope => scope.Spans.Select(span => new ReceivedSpan(Facts(part.Resource), scope.Scope.Name, span))))
            {
                Spans.Enqueue(span);
            }
        }
    }

    private void Take(MetricsRequest request)
    {
        foreach (var part in request.ResourceMetrics)
        {
            foreach (var metric in part.ScopeMetrics.SelectMany(scope => scope.Metrics.Select(metric => new ReceivedMetric(Facts(part.Resource), scope.Scope.Name, metric))))
            {
                Metrics.Enqueue(metric);
            }
        }
    }

    private void Take(LogsRequest request)
    {
        foreach (var part in request.ResourceLogs)
        {
            foreach (var record in part.ScopeLogs.SelectMany(scope => scope.LogRecords))
            {
                Logs.Enqueue((Facts(part.Resource)["service.instance.id"], record));
            }
        }
    }

    private static Dictionary<string, string> Facts(Resource resource) =>
        resource.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text, StringComparer.Ordinal);
}

/// <param name="Resource">Who sent it.</param>
/// <param name="Scope">Activity source.</param>
/// <param name="Span">The span.</param>
internal sealed record ReceivedSpan(IReadOnlyDictionary<string, string> Resource, string Scope, Span Span)
{
    public string Name => Span.Name;

    public string Trace => Convert.ToHexStringLower(Span.TraceId.Span);

    public string Id => Convert.ToHexStringLower(Span.SpanId.Span);

    public string Parent => Convert.ToHexStringLower(Span.ParentSpanId.Span);

    public Value? this[string attribute] => Span.Attributes.FirstOrDefault(a => a.Key == attribute)?.Value;
}

/// <param name="Resource">Who sent it.</param>
/// <param name="Scope">Meter.</param>
/// <param name="Metric">The metric.</param>
internal sealed record ReceivedMetric(IReadOnlyDictionary<string, string> Resource, string Scope, Metric Metric)
{
    /// <summary>Keys of the attributes that its points have.</summary>
    public IEnumerable<string> Attributes =>
        new[] { Metric.Gauge, Metric.Sum }.Where(points => points is not null).SelectMany(points => points.DataPoints).SelectMany(point => point.Attributes)
            .Concat(Metric.Histogram?.DataPoints.SelectMany(point => point.Attributes) ?? []).Select(attribute => attribute.Key).Distinct();
}
