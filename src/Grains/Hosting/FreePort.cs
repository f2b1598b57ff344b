using System.Net;
using System.Net.Sockets;

namespace BirD.Grains.Hosting;

/// <summary>Finds a port that nobody listens on, so that several silos fit on one machine.</summary>
/// <remarks>
/// A silo must know its port before it listens. One that the system picks may be given to an outgoing connection in
/// between; systems take those from 32768 upwards, so this stays below.
/// </remarks>
internal static class FreePort
{
    private const int First = 15_000;
    private const int Last = 29_999;
    private const int Tries = 200;

    public static int Find()
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        throw new InvalidOperationException($"No free port between {First} and {Last} found in {Tries} tries; give one with --silo-port.");
    }
}
