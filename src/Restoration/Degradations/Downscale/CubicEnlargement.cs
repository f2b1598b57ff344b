using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Downscale;

/// <summary>Catmull-Rom (bicubic) enlargement by a whole factor, pixel areas aligned: the start of super-resolution.</summary>
/// <remarks>Own code because the phase must agree exactly with <see cref="SeparableDecimation"/>.</remarks>
public static class CubicEnlargement
{
    private const int Reach = 2;

    public static ImageTensor Enlarge(ImageTensor low, int scale)
    {
        var tall = new ImageTensor(low.Channels, low.Height * scale, low.Width);
        Parallel.For(0, tall.Channels * tall.Height, row =>
        {
            var (c, y) = (row / tall.Height, row % tall.Height);
            var target = tall.Plane(c).Slice(y * low.Width, low.Width);
            foreach (var (source, weight) in Taps(y, scale, low.Height))
            {
                var line = low.Plane(c).Slice(source * low.Width, low.Width);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(line, weight, target, target);
            }
        });
        var high = new ImageTensor(low.Channels, tall.Height, low.Width * scale);
        var columns = Enumerable.Range(0, high.Width).Select(x => Taps(x, scale, low.Width).ToArray()).ToArray();
        Parallel.For(0, high.Channels * high.Height, row =>
        {
            for (var x = 0; x < high.Width; x++)
            {
                foreach (var (source, weight) in columns[x])
                {
                    high.Data[(row * high.Width) + x] += weight * tall.Data[(row * low.Width) + source];
                }
            }
        });
        return high;
    }

    private static IEnumerable<(int Source, float Weight)> Taps(int index, int scale, int length)
    {
        var place = ((index + 0.5) / scale) - 0.5;
        var first = (int)Math.Floor(place) - Reach + 1;
        for (var n = first; n < first + (2 * Reach); n++)
        {
            yield return (Reflect.Index(n, length), (float)ReductionProfile.CatmullRom(Math.Abs(n - place)));
        }
    }
}
