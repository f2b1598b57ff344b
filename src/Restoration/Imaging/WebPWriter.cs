using System.Buffers.Binary;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes a WebP: lossless where the source is, else at high quality.</summary>
/// <remarks>Lossy WebP always halves the colour resolution; that is the format's, not ours to choose.</remarks>
internal static class WebPWriter
{
    private const int LossyQuality = 95;

    public static byte[] Write(Image image, ReadOnlySpan<byte> sourceBytes) =>
        IsLossless(sourceBytes)
            // Exact: colours under full transparency stay as they are.
            ? image.WebpsaveBuffer(lossless: true, exact: true, keep: Enums.ForeignKeep.All)
            : image.WebpsaveBuffer(
                q: LossyQuality, smartSubsample: true, exact: true, alphaQ: 100, keep: Enums.ForeignKeep.All);

    /// <summary>Whether the picture is in a VP8L chunk.</summary>
    public static bool IsLossless(ReadOnlySpan<byte> webp)
    {
        for (var rest = webp[12..]; rest.Length >= 8;)
        {
            if (rest.StartsWith("VP8L"u8))
            {
                return true;
            }

            var next = 8L + BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            next += next & 1;
            if (rest.StartsWith("VP8 "u8) || next > rest.Length)
            {
                return false;
            }

            rest = rest[(int)next..];
        }

        return false;
    }
}
