using BirD.Restoration.Tensors;

namespace BirD.Restoration.Priors.Verification;

/// <summary>Pictures drawn by code, [0,1] RGB: leaves that hide each other, flat and striped, on a shaded ground.</summary>
/// <remarks>What makes natural pictures denoisable is in them (edges, occlusion, all sizes, flat areas); no photograph is needed.</remarks>
public static class TestScenes
{
    private const int Leaves = 160;
    private const double LeastRadius = 3;

    /// <summary>The same number always gives the same picture.</summary>
    public static ImageTensor Draw(int number, int height, int width)
    {
        var random = new Random(number);
        var picture = Ground(random, height, width);
        for (var n = 0; n < Leaves; n++)
        {
            Leaf.Random(random, height, width, LeastRadius).Paint(picture);
        }

        return picture;
    }

    private static ImageTensor Ground(Random random, int height, int width)
    {
        var (from, to) = (Colour(random), Colour(random));
        var picture = new ImageTensor(3, height, width);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            var (c, y) = (n / picture.PlaneLength, n % picture.PlaneLength / width);
            picture.Data[n] = from[c] + ((to[c] - from[c]) * y / height);
        }

        return picture;
    }

    /// <summary>A grey with a little colour: saturated ones are rare in pictures.</summary>
    private static float[] Colour(Random random)
    {
        var grey = 0.1 + (0.8 * random.NextDouble());
        return [.. Enumerable.Range(0, 3).Select(_ => (float)Math.Clamp(grey + (0.25 * (random.NextDouble() - 0.5)), 0.02, 0.98))];
    }

    /// <summary>A disc with soft edge, its colour modulated by stripes.</summary>
    private readonly record struct Leaf(double Y, double X, double Radius, float[] Tone, double Stripes, double WaveY, double WaveX)
    {
        public static Leaf Random(Random random, int height, int width, double least)
        {
            // Sizes by the power law r^-3 of natural pictures, so that every scale holds as much.
            var most = Math.Max(Math.Min(height, width) / 3.0, least + 1);
            var radius = 1 / Math.Sqrt((1 / (most * most)) + (random.NextDouble() * ((1 / (least * least)) - (1 / (most * most)))));
            var (angle, period) = (Math.PI * random.NextDouble(), 3 + (20 * random.NextDouble()));
            return new Leaf(
                height * random.NextDouble(), width * random.NextDouble(), radius, Colour(random),
                random.NextDouble() < 0.5 ? 0 : 0.1 * random.NextDouble(),
                2 * Math.PI * Math.Sin(angle) / period, 2 * Math.PI * Math.Cos(angle) / period);
        }

        public void Paint(ImageTensor picture)
        {
            var (top, bottom) = (Math.Max(0, (int)(Y - Radius) - 1), Math.Min(picture.Height - 1, (int)(Y + Radius) + 1));
            var (left, right) = (Math.Max(0, (int)(X - Radius) - 1), Math.Min(picture.Width - 1, (int)(X + Radius) + 1));
            for (var y = top; y <= bottom; y++)
            {
                for (var x = left; x <= right; x++)
                {
                    var cover = (float)Math.Clamp(Radius + 0.5 - Math.Sqrt(((y - Y) * (y - Y)) + ((x - X) * (x - X))), 0, 1);
                    var stripe = (float)(Stripes * Math.Sin((WaveY * y) + (WaveX * x)));
                    for (var c = 0; c < 3; c++)
                    {
                        ref var value = ref picture.Data[(c * picture.PlaneLength) + (y * picture.Width) + x];
                        value += cover * (Math.Clamp(Tone[c] + stripe, 0, 1) - value);
                    }
                }
            }
        }
    }
}
