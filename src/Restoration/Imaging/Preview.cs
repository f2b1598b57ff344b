using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Pictures for looking at: small enough to send, in a format that every browser shows.</summary>
public static class Preview
{
    private const int Quality = 88;

    /// <param name="pixels">1 or 3 channels, [0,1].</param>
    /// <param name="longest">The longer side is at most this, pixels; smaller pictures stay as they are.</param>
    /// <returns>A JPEG without metadata.</returns>
    public static byte[] Encode(ImageTensor pixels, int longest)
    {
        var planes = Enumerable.Range(0, pixels.Channels).Select(c => Bytes(pixels.Plane(c), pixels.Width, pixels.Height)).ToArray();
        try
        {
            using var joined = planes.Length == 1 ? planes[0].Copy() : planes[0].Bandjoin(planes[1..]);
            using var tagged = joined.Copy(interpretation: planes.Length == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
            using var small = tagged.ThumbnailImage(longest, height: longest, size: Enums.Size.Down);
            return small.JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None);
        }
        finally
        {
            Array.ForEach(planes, plane => plane.Dispose());
        }
    }

    private static Image Bytes(ReadOnlySpan<float> plane, int width, int height)
    {
        var bytes = new byte[plane.Length];
        for (var p = 0; p < bytes.Length; p++)
        {
            bytes[p] = (byte)MathF.Round(Math.Clamp(plane[p], 0, 1) * 255);
        }

        return Image.NewFromMemory(bytes, width, height, 1, Enums.BandFormat.Uchar);
    }
}
