namespace BirD.Restoration.Tensors;

/// <summary>The four mirrorings of a picture; each is its own inverse.</summary>
public static class Mirror
{
    public const int Count = 4;

    /// <param name="picture">Left as it is.</param>
    /// <param name="index">0 none, 1 left-right, 2 top-bottom, 3 both.</param>
    /// <returns><paramref name="picture"/> itself for index 0.</returns>
    public static ImageTensor Apply(ImageTensor picture, int index)
    {
        if (index == 0)
        {
            return picture;
        }

        var (height, width) = (picture.Height, picture.Width);
        var mirrored = TensorPool.RentLike(picture);
        Parallel.For(0, picture.Channels * height, n => CopyRow(picture, index, n / height, n % height, mirrored.Data.AsSpan(n * width, width)));
        return mirrored;
    }

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
}
