using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>What the regions restored so far add up to, as 16-bit codes of [0,1].</summary>
/// <remarks>
/// Half the memory, and half the checkpoint, of float32. Outside the joints a value is rounded once, as encoding would round it;
/// within them at most twice per direction.
/// </remarks>
/// <param name="channels">1 or 3.</param>
/// <param name="height">Pixels.</param>
/// <param name="width">Pixels.</param>
/// <param name="codes">channels x height x width; wrapped, not copied.</param>
public sealed class RegionCanvas(int channels, int height, int width, ushort[] codes)
{
    private const float Most = ushort.MaxValue;

    public RegionCanvas(int channels, int height, int width)
        : this(channels, height, width, new ushort[checked(channels * height * width)])
    {
    }

    public int Channels => channels;

    public int Height => height;

    public int Width => width;

    public ushort[] Codes => codes;

    /// <summary>Adds a part by the weights of its rows and columns.</summary>
    public void Add(ImageTensor part, Window window, float[] down, float[] across)
    {
        Parallel.For(0, channels * window.Height, n =>
        {
            var (c, y) = (n / window.Height, n % window.Height);
            var source = part.Plane(c).Slice(y * window.Width, window.Width);
            var target = Row(c, window.Top + y).Slice(window.Left, window.Width);
            for (var x = 0; x < target.Length; x++)
            {
                var code = (down[y] * across[x] * Math.Clamp(source[x], 0f, 1f) * Most) + 0.5f;
                target[x] = (ushort)Math.Min(target[x] + (int)code, ushort.MaxValue);
            }
        });
    }

    /// <summary>All of it, [0,1].</summary>
    public ImageTensor ToImage() => Part(new Window(0, 0, height, width));

    /// <summary>A part of it, [0,1].</summary>
    public ImageTensor Part(Window window)
    {
        var part = new ImageTensor(channels, window.Height, window.Width);
        Parallel.For(0, channels * window.Height, n =>
        {
            var (c, y) = (n / window.Height, n % window.Height);
            var codes = Row(c, window.Top + y).Slice(window.Left, window.Width);
            SampleCodes.ToUnit<ushort>(codes, part.Plane(c).Slice(y * window.Width, window.Width), Most);
        });
        return part;
    }

    private Span<ushort> Row(int channel, int y) => codes.AsSpan(((channel * height) + y) * width, width);
}
