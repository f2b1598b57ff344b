using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging;

/// <summary>Reads a picture smaller than it is, for looking at: neither its memory nor, where the format helps, its time is spent.</summary>
internal static class ShrunkReader
{
    /// <param name="header">The picture, opened at its full size.</param>
    /// <param name="bytes">Its file.</param>
    /// <param name="side">The longer side becomes between once and twice this, pixels, unless it is smaller anyway.</param>
    public static (ImageTensor Pixels, ImageTensor? Alpha) Read(PictureHeader header, ReadOnlyMemory<byte> bytes, int side)
    {
        var factor = Math.Max(header.Image.Width, header.Image.Height) / side;
        if (factor < 2)
        {
            return NetVipsImageCodec.ReadUpright(header.Image, header);
        }

        // A JPEG's blocks of 8 pixels can be decoded as 4, 2 or 1.
        var early = header.Format == PictureFormat.Jpeg ? 1 << Math.Min(3, (int)Math.Log2(factor)) : 1;
        using var opened = early > 1 ? PictureHeader.Open(bytes, header.Directory, early) : null;
        var source = opened?.Image ?? header.Image;
        using var small = source.Shrink(factor / early, factor / early);
        return NetVipsImageCodec.ReadUpright(small, header);
    }
}
