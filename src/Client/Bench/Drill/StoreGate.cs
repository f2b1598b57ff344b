using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace BirD.Client.Bench.Drill;

/// <summary>Stands between silos and their store, and can be shut: then the store is gone for them, and every call fails at once.</summary>
internal sealed class StoreGate : IDisposable
{
    private const string EndpointKey = "BlobEndpoint=";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> open = [];
    private readonly Uri store;
    private volatile bool shut;

    /// <param name="connection">Connection string of an account that is spoken to over plain HTTP, such as Azurite's.</param>
    /// <exception cref="UsageException">The account is none of these.</exception>
    public StoreGate(string? connection)
    {
        var endpoint = (connection ?? "").Split(';').FirstOrDefault(part => part.StartsWith(EndpointKey, StringComparison.Ordinal))?[EndpointKey.Length..];
        store = endpoint is not null && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
            ? uri
            : throw new UsageException("The store can only be taken away when it is spoken to over plain HTTP: give --store-connection with a BlobEndpoint=http://..., for example Azurite's.");
        listener.Start();
        var here = new UriBuilder(store) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;
        Connection = connection!.Replace(endpoint, here.ToString(), StringComparison.Ordinal);
        _ = AcceptAsync();
    }

    /// <summary>The connection string by way of the gate.</summary>
    public string Connection { get; }

    /// <summary>Calls that found the gate shut.</summary>
    public int Refused { get; private set; }

    public void Shut()
    {
        shut = true;
        foreach (var socket in open.Keys)
        {
            socket.Dispose();
        }
    }

    public void Open() => shut = false;

    public void Dispose()
    {
        listener.Dispose();
        Shut();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket caller;
            try
            {
                caller = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The drill is over.
                return;
            }

            _ = ServeAsync(caller);
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (open[caller], open[server], caller.NoDelay) = (0, 0, true);
        try
        {
            if (shut)
            {
                Refused++;
                return;
            }

            await server.ConnectAsync(store.Host, store.Port);
            await RelayAsync(caller, server);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The store doesn't answer, or the gate was shut: the caller notices by itself.
        }
        finally
        {
            open.TryRemove(caller, out _);
            open.TryRemove(server, out _);
            server.Dispose();
            caller.Dispose();
        }
    }

    private static async Task RelayAsync(Socket caller, Socket server)
    {
        var answers = PumpAsync(server, caller);
        await PumpAsync(caller, server);
        await answers;
    }

    /// <summary>Until the one side hangs up, which the other one is told, or the gate is shut.</summary>
    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Its end is the connection's end.
        }
    }
}
