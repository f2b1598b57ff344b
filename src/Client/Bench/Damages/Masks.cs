using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>Seeded masks of missing pixels.</summary>
internal static class Masks
{
    public static ImageTensor Scattered(int height, int width, Random random, double share)
    {
        var mask = new ImageTensor(1, height, width);
        for (var n = 0; n < mask.Data.Length; n++)
        {
            mask.Data[n] = random.NextDouble() < share ? 1 : 0;
        }

        return mask;
    }

    /// <summary>Long, slightly bent scratches, <paramref name="thickness"/> pixels wide, until the share of the area is covered.</summary>
    public static ImageTensor Scratches(int height, int width, Random random, double share, int thickness)
    {
        var mask = new ImageTensor(1, height, width);
        for (var covered = 0; covered < share * mask.Data.Length;)
        {
            var (y, x) = (random.NextDouble() * height, random.NextDouble() * width);
            var (angle, bend) = (random.NextDouble() * 2 * Math.PI, (random.NextDouble() - 0.5) * 0.01);
            var length = random.Next(Math.Min(height, width) / 4, Math.Max(height, width));
            for (var step = 0; step < length; step++)
            {
                covered += Dot(mask, (int)y, (int)x, thickness);
                (y, x, angle) = (y + Math.Sin(angle), x + Math.Cos(angle), angle + bend);
            }
        }

        return mask;
    }

    private static int Dot(ImageTensor mask, int cy, int cx, int thickness)
    {
        var set = 0;
        for (var n = 0; n < thickness * thickness; n++)
        {
            var (y, x) = (cy + (n / thickness) - (thickness / 2), cx + (n % thickness) - (thickness / 2));
            if (y >= 0 && y < mask.Height && x >= 0 && x < mask.Width && mask.Data[(y * mask.Width) + x] == 0)
            {
                mask.Data[(y * mask.Width) + x] = 1;
                set++;
            }
        }

        return set;
    }
}
