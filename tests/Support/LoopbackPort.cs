using System.Net;
using System.Net.Sockets;

namespace BirD.Tests.Support;

/// <summary>Ports of this machine for the servers that tests start.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody listens on, below those that the system gives to outgoing connections meanwhile.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 15_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    public static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
