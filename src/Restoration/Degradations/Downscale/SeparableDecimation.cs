using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Downscale;

/// <summary>A filter along each axis, then every s-th sample: how pictures are made smaller. Linear; borders are reflected.</summary>
/// <remarks>
/// Low pixel i looks at high pixels around s i + (s - 1) / 2; with an even s that lies between two pixels, which the
/// filter's own centre takes up. Rows and columns share one profile: all common reductions do.
/// </remarks>
internal sealed class SeparableDecimation
{
    private readonly int scale;
    private readonly float[] taps;

    /// <param name="scale">s, 2 or more.</param>
    /// <param name="taps">The profile, odd length.</param>
    public SeparableDecimation(int scale, float[] taps) => (this.scale, this.taps) = (scale, taps);

    /// <summary>Index of the high pixel under tap <paramref name="tap"/> for low pixel <paramref name="low"/>; before reflection.</summary>
    public static int Source(int low, int tap, int scale, int taps) => (scale * low) + ((scale - 1) / 2) + tap - (taps / 2);

    /// <summary>High (C x sH x sW) to low (C x H x W).</summary>
    public ImageTensor Apply(ImageTensor high)
    {
        var (height, width) = (high.Height / scale, high.Width / scale);
        var rows = FewerRows(high);
        var low = new ImageTensor(high.Channels, height, width);
        Parallel.For(0, high.Channels * height, row =>
        {
            var source = rows.Data.AsSpan(row * high.Width, high.Width);
            var target = low.Data.AsSpan(row * width, width);
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var tap = 0; tap < taps.Length; tap++)
                {
                    sum += taps[tap] * source[Reflect.Index(Source(x, tap, scale, taps.Length), high.Width)];
                }

                target[x] = sum;
            }
        });
        return low;
    }

    /// <summary>The first half of <see cref="Apply"/>: C x sH x sW to C x H x sW.</summary>
    public ImageTensor FewerRows(ImageTensor high)
    {
        var height = high.Height / scale;
        var rows = new ImageTensor(high.Channels, height, high.Width);
        Parallel.For(0, high.Channels * height, row =>
        {
            var target = rows.Data.AsSpan(row * high.Width, high.Width);
            for (var tap = 0; tap < taps.Length; tap++)
            {
                var from = Reflect.Index(Source(row % height, tap, scale, taps.Length), high.Height);
                TensorPrimitives.MultiplyAdd(high.Plane(row / height).Slice(from * high.Width, high.Width), taps[tap], target, target);
            }
        });
        return rows;
    }

    /// <summary>The adjoint: low to high.</summary>
    public ImageTensor Adjoint(ImageTensor low)
    {
        var (height, width) = (low.Height * scale, low.Width * scale);
        var rows = new ImageTensor(low.Channels, low.Height, width);
        Parallel.For(0, low.Channels * low.Height, row =>
        {
            var source = low.Data.AsSpan(row * low.Width, low.Width);
            var target = rows.Data.AsSpan(row * width, width);
            for (var x = 0; x < low.Width; x++)
            {
                for (var tap = 0; tap < taps.Length; tap++)
                {
                    target[Reflect.Index(Source(x, tap, scale, taps.Length), width)] += taps[tap] * source[x];
                }
            }
        });
        var high = new ImageTensor(low.Channels, height, width);
        Parallel.For(0, low.Channels, c =>
        {
            for (var y = 0; y < low.Height; y++)
            {
                var source = rows.Plane(c).Slice(y * width, width);
                for (var tap = 0; tap < taps.Length; tap++)
                {
                    var target = high.Plane(c).Slice(Reflect.Index(Source(y, tap, scale, taps.Length), height) * width, width);
                    TensorPrimitives.MultiplyAdd(source, taps[tap], target, target);
                }
            }
        });
        return high;
    }
}
