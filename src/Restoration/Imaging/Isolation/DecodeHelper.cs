using System.Runtime.InteropServices;
using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Imaging.Isolation;

/// <summary>
/// The other end: a process that decodes one picture after the other until its input ends. If a damaged file makes the native
/// decoder crash, this process goes, and only this one.
/// </summary>
public static class DecodeHelper
{
    /// <summary>Runs until the host closes the pipe, or is gone.</summary>
    public static int Run()
    {
        // Ctrl-C reaches the whole terminal; the host decides what it means, and closes the pipe when it ends.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var reader = new BinaryReader(new BufferedStream(Console.OpenStandardInput(), 1 << 16));
        using var writer = new BinaryWriter(new BufferedStream(Console.OpenStandardOutput(), 1 << 16));
        var codec = new NetVipsImageCodec();
        VipsRuntime.EnsureStarted();
        while (TryReadPage(reader, out var page))
        {
            var (bytes, limits, _) = DecodeWire.ReadRequest(reader, page);
            try
            {
                DecodeWire.WriteImage(writer, codec.Decode(bytes, limits, page));
            }
            catch (PictureException e)
            {
                DecodeWire.WriteRefusal(writer, e);
            }
        }

        return 0;
    }

    private static bool TryReadPage(BinaryReader reader, out int page)
    {
        try
        {
            page = reader.ReadInt32();
            return true;
        }
        catch (EndOfStreamException)
        {
            page = 0;
            return false;
        }
    }
}
