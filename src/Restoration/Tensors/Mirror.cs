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
        Parallel.For(0, picture.Channels * height, row =>
        {
            var (c, y) = (row / height, row % height);
            var source = picture.Plane(c).Slice((index >= 2 ? height - 1 - y : y) * width, width);
            var target = mirrored.Plane(c).Slice(y * width, width);
            source.CopyTo(target);
            if (index % 2 == 1)
            {
                target.Reverse();
            }
        });
        return mirrored;
    }
}
