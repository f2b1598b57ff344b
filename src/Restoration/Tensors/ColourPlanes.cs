namespace BirD.Restoration.Tensors;

/// <summary>Grey pictures ride through three-channel priors three times over and come back as their mean.</summary>
public static class ColourPlanes
{
    /// <summary>The picture itself when it has 3 channels, its single plane three times otherwise.</summary>
    public static ImageTensor Triple(ImageTensor picture)
    {
        if (picture.Channels == 3)
        {
            return picture;
        }

        var triple = new ImageTensor(3, picture.Height, picture.Width);
        for (var c = 0; c < 3; c++)
        {
            picture.Plane(0).CopyTo(triple.Plane(c));
        }

        return triple;
    }

    /// <summary>A three-channel result with the channel count of <paramref name="original"/>.</summary>
    public static ImageTensor Like(ImageTensor original, ImageTensor result)
    {
        if (original.Channels == 3)
        {
            return result;
        }

        var grey = new ImageTensor(1, result.Height, result.Width);
        for (var p = 0; p < grey.Data.Length; p++)
        {
            grey.Data[p] = (result.Data[p] + result.Data[p + grey.Data.Length] + result.Data[p + (2 * grey.Data.Length)]) / 3;
        }

        return grey;
    }
}
