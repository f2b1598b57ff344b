namespace BirD.Restoration.Tensors;

/// <summary>A rectangular part of a picture, pixels.</summary>
/// <param name="Top">First row.</param>
/// <param name="Left">First column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct Window(int Top, int Left, int Height, int Width)
{
    /// <summary>The same part of a picture that is smaller by this factor; all four numbers must be multiples of it.</summary>
    public Window ReducedBy(int factor) => new(Top / factor, Left / factor, Height / factor, Width / factor);

    /// <summary>A copy of this part of every channel.</summary>
    public ImageTensor Of(ImageTensor picture)
    {
        var part = new ImageTensor(picture.Channels, Height, Width);
        for (var c = 0; c < picture.Channels; c++)
        {
            Copy(picture.Plane(c), picture.Width, part.Plane(c));
        }

        return part;
    }

    /// <summary>A copy of this part of a plane whose rows are <paramref name="stride"/> long.</summary>
    public float[] Of(ReadOnlySpan<float> plane, int stride)
    {
        var part = new float[Height * Width];
        Copy(plane, stride, part);
        return part;
    }

    private void Copy(ReadOnlySpan<float> plane, int stride, Span<float> part)
    {
        for (var row = 0; row < Height; row++)
        {
            plane.Slice(((Top + row) * stride) + Left, Width).CopyTo(part[(row * Width)..]);
        }
    }
}
