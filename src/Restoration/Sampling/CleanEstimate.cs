using BirD.Restoration.Denoising;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling;

/// <summary>Turns what a prior predicts into the clean picture x0 it implies.</summary>
public static class CleanEstimate
{
    /// <summary>x0 clamped to [-1,1], from x_t and the first three channels of the prior's output.</summary>
    public static ImageTensor Clamped(PredictionType prediction, ImageTensor x, ImageTensor output, double alphaBar)
    {
        var (fromX, fromOutput) = Coefficients(prediction, alphaBar);
        var x0 = TensorPool.Rent(3, x.Height, x.Width);
        var (source, answer, target, a, b) = (x.Data, output.Data, x0.Data, (float)fromX, (float)fromOutput);
        Parallel.For(0, 3 * x.Height, row =>
        {
            var end = (row + 1) * x.Width;
            for (var p = row * x.Width; p < end; p++)
            {
                target[p] = Math.Clamp((a * source[p]) + (b * answer[p]), -1f, 1f);
            }
        });
        return x0;
    }

    private static (double FromX, double FromOutput) Coefficients(PredictionType prediction, double alphaBar) =>
        prediction switch
        {
            PredictionType.Epsilon => (Math.Sqrt(1 / alphaBar), -Math.Sqrt((1 / alphaBar) - 1)),
            PredictionType.X0 => (0, 1),
            PredictionType.Velocity => (Math.Sqrt(alphaBar), -Math.Sqrt(1 - alphaBar)),
            _ => throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "Unknown prediction type."),
        };
}
