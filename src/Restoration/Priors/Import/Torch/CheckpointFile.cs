using System.Buffers.Binary;

namespace BirD.Restoration.Priors.Import.Torch;

/// <summary>Recognises the container of a checkpoint by its first bytes.</summary>
public static class CheckpointFile
{
    private const byte PickleProto = 0x80;

    /// <summary>Opens a PyTorch checkpoint (zip or the older stream) or a safetensors file.</summary>
    /// <exception cref="PriorException">Missing, not a checkpoint, truncated, or holding objects other than tensors (named).</exception>
    public static Checkpoint Open(string file)
    {
        var stream = PriorFile.Open(file);
        try
        {
            Span<byte> head = stackalloc byte[9];
            var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            head = head[..read];
            stream.Position = 0;
            return head switch
            {
                [(byte)'P', (byte)'K', ..] => TorchZipCheckpoint.Open(file, stream),
                [PickleProto, >= 2 and <= 5, ..] => TorchLegacyCheckpoint.Open(file, stream),
                _ when IsSafetensors(head, stream.Length) => SafetensorsCheckpoint.Open(file, stream),
                _ => throw new PriorException(
                    $"'{file}' is not a checkpoint: it starts like neither a PyTorch file (.pt, .pth) nor a safetensors file."),
            };
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            stream.Dispose();
            throw new PriorException($"'{file}' is truncated or damaged: {e.Message} Fetch it again and compare its SHA-256.", e);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static bool IsSafetensors(ReadOnlySpan<byte> head, long length) =>
        head.Length == 9 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) <= (ulong)length;
}
