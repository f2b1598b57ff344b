using System.Numerics.Tensors;
using BirD.Restoration.Priors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>Turns what a prior predicts into the clean picture x0 it implies.</summary>
public static class CleanEstimate
{
    /// <summary>x0 clamped to [-1,1], from x_t and the first three channels of the prior's output.</summary>
    /// <param name="prediction">What the output means.</param>
    /// <param name="x">x_t.</param>
    /// <param name="output">The prior's answer.</param>
    /// <param name="alphaBar">Of x_t's timestep.</param>
    /// <param name="mirror">How the prior saw the picture mirrored, as <see cref="Mirror"/> counts.</param>
    /// <param name="rowDone">Told of each row of x0 while it is in the cache, by its place in the data; from several threads.</param>
    public static ImageTensor Clamped(
        PredictionType prediction, ImageTensor x, ImageTensor output, double alphaBar, int mirror = 0, Action<float[], Range>? rowDone = null)
    {
        var (fromX, fromOutput) = Coefficients(prediction, alphaBar);
        var x0 = TensorPool.Rent(3, x.Height, x.Width);
        var (source, target, a, b) = (x.Data, x0.Data, (float)fromX, (float)fromOutput);
        Parallel.For(0, 3 * x.Height, n =>
        {
            var (start, end) = (n * x.Width, (n + 1) * x.Width);
            var row = target.AsSpan(start, x.Width);
            Mirror.CopyRow(output, mirror, n / x.Height, n % x.Height, row);
            TensorPrimitives.Multiply(row, b, row);
            TensorPrimitives.MultiplyAdd(source.AsSpan(start, x.Width), a, row, row);
            TensorPrimitives.Clamp(row, -1f, 1f, row);
            rowDone?.Invoke(target, start..end);
        });
        return x0;
    }

    /// <summary>x0 = FromX x_t + FromOutput output, before clamping.</summary>
    internal static (double FromX, double FromOutput) Coefficients(PredictionType prediction, double alphaBar) =>
        prediction switch
        {
            PredictionType.Epsilon => (Math.Sqrt(1 / alphaBar), -Math.Sqrt((1 / alphaBar) - 1)),
            PredictionType.X0 => (0, 1),
            PredictionType.Velocity => (Math.Sqrt(alphaBar), -Math.Sqrt(1 - alphaBar)),
            _ => throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "Unknown prediction type."),
        };
}
