using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BirD.Client.Bench;

/// <summary>A collector on this machine that takes whatever silos tell and throws it away.</summary>
internal sealed class OtlpSink : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;
    private long bytes;

    private OtlpSink()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(TakeAsync);
    }

    public int Requests => requests;

    public long Bytes => bytes;

    /// <summary>What makes a silo send everything here, as often as it does by default.</summary>
    public Dictionary<string, string> Variables => new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app.Urls.Single(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };

    public static async Task<OtlpSink> StartAsync()
    {
        var sink = new OtlpSink();
        await sink.app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var buffer = new byte[1 << 16];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
        {
            Interlocked.Add(ref bytes, read);
        }

        Interlocked.Increment(ref requests);
        context.Response.ContentType = "application/x-protobuf";
    }
}
