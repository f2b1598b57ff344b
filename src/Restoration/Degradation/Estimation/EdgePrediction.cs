using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Estimation;

/// <summary>The gradients of a predicted sharp picture, zero except at its strongest edges.</summary>
/// <param name="X">Horizontal differences.</param>
/// <param name="Y">Vertical differences.</param>
internal sealed record EdgePrediction(ImageTensor X, ImageTensor Y)
{
    private const int ShockRounds = 6;
    private const float ShockStep = 0.25f;
    private const int Directions = 4;

    /// <param name="latent">Current estimate of the sharp picture.</param>
    /// <param name="noise">Noise level; more noise, more smoothing before the shock.</param>
    /// <param name="keep">Share of pixels kept per direction, 0..1.</param>
    public static EdgePrediction Predict(ImageTensor latent, double noise, double keep)
    {
        var smooth = Smooth(latent, noise > 4.0 / 255 ? 1.2 : 0.7);
        for (var round = 0; round < ShockRounds; round++)
        {
            smooth = Shock(smooth);
        }

        var (x, y) = Differences(smooth);
        Select(x, y, keep);
        return new EdgePrediction(x, y);
    }

    /// <summary>Forward differences, zero at the far border.</summary>
    public static (ImageTensor X, ImageTensor Y) Differences(ImageTensor grey)
    {
        var (h, w) = (grey.Height, grey.Width);
        var (dx, dy) = (new ImageTensor(1, h, w), new ImageTensor(1, h, w));
        for (var p = 0; p < grey.Data.Length; p++)
        {
            dx.Data[p] = p % w < w - 1 ? grey.Data[p + 1] - grey.Data[p] : 0;
            dy.Data[p] = p / w < h - 1 ? grey.Data[p + w] - grey.Data[p] : 0;
        }

        return (dx, dy);
    }

    private static ImageTensor Smooth(ImageTensor grey, double sigma) =>
        new Frequency.FrequencyFilter(grey.Height, grey.Width, KernelShapes.Gaussian(1, 7, sigma)).Apply(grey);

    /// <summary>u - sign(Laplacian) |gradient| dt: pushes both sides of an edge apart until it is a step (Osher and Rudin 1990).</summary>
    private static ImageTensor Shock(ImageTensor u)
    {
        var (h, w, data) = (u.Height, u.Width, u.Data);
        var next = new ImageTensor(1, h, w);
        Parallel.For(0, h, y =>
        {
            var (up, down) = (Math.Max(y - 1, 0) * w, Math.Min(y + 1, h - 1) * w);
            for (var x = 0; x < w; x++)
            {
                var (left, right) = (data[(y * w) + Math.Max(x - 1, 0)], data[(y * w) + Math.Min(x + 1, w - 1)]);
                var (above, below, here) = (data[up + x], data[down + x], data[(y * w) + x]);
                var laplacian = left + right + above + below - (4 * here);
                var (gx, gy) = (MinMod(right - here, here - left), MinMod(below - here, here - above));
                next.Data[(y * w) + x] = here - (Math.Sign(laplacian) * MathF.Sqrt((gx * gx) + (gy * gy)) * ShockStep);
            }
        });
        return next;
    }

    private static float MinMod(float a, float b) =>
        a * b <= 0 ? 0 : MathF.Abs(a) < MathF.Abs(b) ? a : b;

    /// <summary>Per direction, so that a picture of mostly vertical edges still tells about horizontal blur.</summary>
    private static void Select(ImageTensor x, ImageTensor y, double keep)
    {
        var magnitudes = Enumerable.Range(0, Directions).Select(_ => new List<float>()).ToArray();
        for (var p = 0; p < x.Data.Length; p++)
        {
            magnitudes[Direction(x.Data[p], y.Data[p])].Add(Power(x.Data[p], y.Data[p]));
        }

        var target = Math.Max(32, (int)(keep * x.Data.Length / Directions));
        var thresholds = magnitudes.Select(list =>
        {
            list.Sort();
            return list.Count == 0 ? 0 : list[Math.Max(0, list.Count - target)];
        }).ToArray();
        for (var p = 0; p < x.Data.Length; p++)
        {
            if (Power(x.Data[p], y.Data[p]) < thresholds[Direction(x.Data[p], y.Data[p])])
            {
                (x.Data[p], y.Data[p]) = (0, 0);
            }
        }
    }

    private static float Power(float x, float y) => (x * x) + (y * y);

    private static int Direction(float x, float y) =>
        (int)Math.Floor((MathF.Atan2(y, x) + MathF.PI) / (MathF.PI / Directions) + 0.5) % Directions;
}
