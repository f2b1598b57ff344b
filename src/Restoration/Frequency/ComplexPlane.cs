namespace BirD.Restoration.Frequency;

/// <summary>A plane of complex numbers as two float arrays, row-major.</summary>
/// <remarks>Two real planes can ride in one: a filter with a real impulse response treats real and imaginary part alike.</remarks>
internal sealed class ComplexPlane(int height, int width)
{
    public int Height => height;

    public int Width => width;

    public float[] Re { get; } = new float[height * width];

    public float[] Im { get; } = new float[height * width];

    public void Clear()
    {
        Re.AsSpan().Clear();
        Im.AsSpan().Clear();
    }
}
