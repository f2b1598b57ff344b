using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>A plane continued smoothly into a larger periodic frame, so that a transform sees no edge at its border.</summary>
internal static class PeriodicFrame
{
    /// <summary>Each side goes over into the other: reflections of both ends, cross-faded over the gap.</summary>
    /// <returns>From the pool.</returns>
    public static ImageTensor Of(ImageTensor plane, int height, int width)
    {
        var frame = TensorPool.Rent(1, height, width);
        var (rows, columns) = (Fade(plane.Height, height), Fade(plane.Width, width));
        Parallel.For(0, height, y =>
        {
            var row = rows[y];
            for (var x = 0; x < width; x++)
            {
                var column = columns[x];
                frame.Data[(y * width) + x] = ((1 - row.T) * Across(row.End)) + (row.T * Across(row.Start));

                float Across(int source) => ((1 - column.T) * plane.Data[(source * plane.Width) + column.End])
                    + (column.T * plane.Data[(source * plane.Width) + column.Start]);
            }
        });
        return frame;
    }

    private static (int End, int Start, float T)[] Fade(int length, int period)
    {
        var fade = new (int, int, float)[period];
        for (var i = 0; i < period; i++)
        {
            fade[i] = i < length
                ? (i, i, 0)
                : (Reflect.Index(i, length), Reflect.Index(i - period, length), (float)(i - length + 1) / (period - length + 1));
        }

        return fade;
    }
}
