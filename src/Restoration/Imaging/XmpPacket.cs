using System.Buffers;

namespace BirD.Restoration.Imaging;

/// <summary>XMP is carried byte for byte, but for an orientation that the result no longer has.</summary>
internal static class XmpPacket
{
    private static readonly SearchValues<byte> BetweenNameAndValue = SearchValues.Create("=\"'> \n\r\t"u8);

    /// <summary>Sets every <c>tiff:Orientation</c>, attribute or element, to 1. Length and all else stay.</summary>
    public static byte[] Upright(byte[] xmp)
    {
        var result = (byte[])xmp.Clone();
        for (var rest = result.AsSpan(); rest.IndexOf("tiff:Orientation"u8) is >= 0 and var at;)
        {
            rest = rest[(at + "tiff:Orientation".Length)..];
            var digit = rest.IndexOfAnyInRange((byte)'1', (byte)'8');
            if (digit >= 0 && !rest[..digit].ContainsAnyExcept(BetweenNameAndValue))
            {
                rest[digit] = (byte)'1';
            }
        }

        return result;
    }
}
