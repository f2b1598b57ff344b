namespace BirD.Restoration.Tensors;

/// <summary>The four mirrorings of a picture; each is its own inverse.</summary>
public static class Mirror
{
    public const int Count = 4;

    /// <summary>One row of the mirrored picture.</summary>
    /// <param name="picture">Left as it is.</param>
    /// <param name="index">0 none, 1 left-right, 2 top-bottom, 3 both.</param>
    /// <param name="channel">Whose row.</param>
    /// <param name="y">Row of the mirrored picture.</param>
    /// <param name="row">Receives it.</param>
    public static void CopyRow(ImageTensor picture, int index, int channel, int y, Span<float> row)
    {
        var (height, width) = (picture.Height, picture.Width);
        picture.Plane(channel).Slice((index >= 2 ? height - 1 - y : y) * width, width).CopyTo(row);
        if (index % 2 == 1)
        {
            row.Reverse();
        }
    }

    /// <summary>The reverse of <see cref="CopyRow"/>: puts a row of a picture where its mirrored one has it.</summary>
    public static void PlaceRow(ReadOnlySpan<float> row, int index, int channel, int y, ImageTensor mirrored)
    {
        var (height, width) = (mirrored.Height, mirrored.Width);
        var target = mirrored.Plane(channel).Slice((index >= 2 ? height - 1 - y : y) * width, width);
        row.CopyTo(target);
        if (index % 2 == 1)
        {
            target.Reverse();
        }
    }
}
