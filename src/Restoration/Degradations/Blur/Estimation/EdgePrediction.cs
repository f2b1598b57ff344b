using System.Buffers;
using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

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
            var sharper = ShockFilter.Apply(smooth, ShockStep);
            TensorPool.Return(smooth);
            smooth = sharper;
        }

        var (x, y) = Differences(smooth);
        TensorPool.Return(smooth);
        Select(x, y, keep);
        return new EdgePrediction(x, y);
    }

    /// <summary>Forward differences, zero at the far border; from the pool.</summary>
    public static (ImageTensor X, ImageTensor Y) Differences(ImageTensor grey)
    {
        var (h, w) = (grey.Height, grey.Width);
        var (dx, dy) = (TensorPool.RentLike(grey), TensorPool.RentLike(grey));
        dy.Data.AsSpan((h - 1) * w).Clear();
        for (var row = 0; row < h; row++)
        {
            var here = grey.Data.AsSpan(row * w, w);
            TensorPrimitives.Subtract(here[1..], here[..^1], dx.Data.AsSpan(row * w));
            dx.Data[(row * w) + w - 1] = 0;
            if (row < h - 1)
            {
                TensorPrimitives.Subtract(grey.Data.AsSpan((row + 1) * w, w), here, dy.Data.AsSpan(row * w));
            }
        }

        return (dx, dy);
    }

    private static ImageTensor Smooth(ImageTensor grey, double sigma) =>
        Frequency.FrequencyFilter.Apply(grey, KernelShapes.Gaussian(1, 7, sigma));

    /// <summary>Gives both planes back to the pool.</summary>
    public void Return()
    {
        TensorPool.Return(X);
        TensorPool.Return(Y);
    }

    /// <summary>Per direction, so that a picture of mostly vertical edges still tells about horizontal blur.</summary>
    private static void Select(ImageTensor x, ImageTensor y, double keep)
    {
        var target = Math.Max(32, (int)(keep * x.Data.Length / Directions));
        var (powers, directions) = (TensorPool.RentLike(x), ArrayPool<byte>.Shared.Rent(x.Data.Length));
        ForEachRow(x, (from, to) =>
        {
            for (var p = from; p < to; p++)
            {
                (powers.Data[p], directions[p]) = (Power(x.Data[p], y.Data[p]), Direction(x.Data[p], y.Data[p]));
            }
        });
        var thresholds = new float[Directions];
        Parallel.For(0, Directions, direction =>
            thresholds[direction] = LargestOf.Find(powers.Data, directions.AsSpan(0, x.Data.Length), (byte)direction, target));
        ForEachRow(x, (from, to) =>
        {
            for (var p = from; p < to; p++)
            {
                if (powers.Data[p] < thresholds[directions[p]])
                {
                    (x.Data[p], y.Data[p]) = (0, 0);
                }
            }
        });
        TensorPool.Return(powers);
        ArrayPool<byte>.Shared.Return(directions);
    }

    /// <param name="plane">Whose rows.</param>
    /// <param name="visit">Told of the first pixel of a row and of the one after its last.</param>
    private static void ForEachRow(ImageTensor plane, Action<int, int> visit) =>
        Parallel.For(0, plane.Height, row => visit(row * plane.Width, (row + 1) * plane.Width));

    private static float Power(float x, float y) => (x * x) + (y * y);

    /// <summary>Eighths of a turn, opposite ones together: 0 for horizontal gradients, 2 for vertical ones.</summary>
    private static byte Direction(float x, float y)
    {
        const float eighth = 0.41421357f;
        var (a, b) = (MathF.Abs(x), MathF.Abs(y));
        return (byte)(b <= eighth * a ? 0 : a <= eighth * b ? 2 : x * y > 0 ? 1 : 3);
    }
}
