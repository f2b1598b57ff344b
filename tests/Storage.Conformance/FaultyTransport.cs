using Azure.Core;
using Azure.Core.Pipeline;

namespace BirD.Storage.Conformance;

/// <summary>The network between client and Azurite, with faults by order.</summary>
internal sealed class FaultyTransport : HttpPipelineTransport, IDisposable
{
    private readonly HttpClient client;
    private readonly HttpClientTransport inner;
    private int sent;

    public FaultyTransport()
    {
        client = new HttpClient(new Gate(this));
        inner = new HttpClientTransport(client);
    }

    /// <summary>Decides about the n-th request, 1 first: null lets it through.</summary>
    public Func<int, HttpRequestMessage, Fault?> Plan { get; set; } = (_, _) => null;

    public int Sent => sent;

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => inner.Process(message);

    public override ValueTask ProcessAsync(HttpMessage message) => inner.ProcessAsync(message);

    public void Dispose()
    {
        inner.Dispose();
        client.Dispose();
    }

    private sealed class Gate(FaultyTransport owner) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var fault = owner.Plan(Interlocked.Increment(ref owner.sent), request);
            if (fault is Fault.Unreachable)
            {
                throw new HttpRequestException("Connection refused");
            }

            if (fault is Fault.Throttled)
            {
                var busy = new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable) { RequestMessage = request, Content = new ByteArrayContent([]) };
                busy.Headers.Add("x-ms-error-code", "ServerBusy");
                return busy;
            }

            var answer = await base.SendAsync(request, cancellationToken);
            return fault is Fault.AnswerLost ? throw new HttpRequestException("The connection was closed") : answer;
        }
    }
}

internal enum Fault
{
    /// <summary>503 ServerBusy.</summary>
    Throttled,

    /// <summary>The request never arrives.</summary>
    Unreachable,

    /// <summary>The request is served, its answer does not come back.</summary>
    AnswerLost,
}
