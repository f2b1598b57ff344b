namespace BirD.Restoration.Tensors;

/// <summary>A picture as planar float32: <c>Data[(c * Height + y) * Width + x]</c>.</summary>
/// <remarks>The value range is the owner's business: [0,1] for observations and results, [-1,1] for sampler states.</remarks>
public sealed class ImageTensor
{
    public ImageTensor(int channels, int height, int width)
        : this(channels, height, width, new float[checked(channels * height * width)])
    {
    }

    /// <summary>Wraps <paramref name="data"/> without copying.</summary>
    /// <exception cref="ArgumentException">The length is not channels x height x width.</exception>
    public ImageTensor(int channels, int height, int width, float[] data)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (data.Length != (long)channels * height * width)
        {
            throw new ArgumentException(
                $"{data.Length} values do not fill {channels} x {height} x {width}.", nameof(data));
        }

        (Channels, Height, Width, Data) = (channels, height, width, data);
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>Elements of one plane, Height x Width.</summary>
    public int PlaneLength => Height * Width;

    public float[] Data { get; }

    public Span<float> Plane(int channel) => Data.AsSpan(channel * PlaneLength, PlaneLength);

    public ImageTensor Clone() => new(Channels, Height, Width, (float[])Data.Clone());

    public bool SameShape(ImageTensor other) =>
        Channels == other.Channels && Height == other.Height && Width == other.Width;
}
