using System.Net;
using System.Net.Sockets;

namespace BirD.Grains.Hosting;

/// <summary>Finds a port that nobody listens on, so that several embedded runs fit on one machine.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
