using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Mixed;

/// <summary>The data step of a blur behind a hard mask.</summary>
/// <remarks>
/// Exact for the blur alone. With missing pixels it is one round of expectation and maximisation: the unseen part of the
/// blurred picture is taken to be as the iterate predicts it (its residual is 0), and the blur is solved for all of it.
/// </remarks>
internal sealed class MixedStep(ImageTensor y, DegradationKernel kernel, KnownPixels? known) : IDataStep
{
    private readonly BlurStep blur = new(y, kernel);

    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = blur.ResidualOf(z);
        known?.ZeroMissing(residual);
        return residual;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha) => blur.Correct(z, residual, alpha);

    /// <summary>With missing pixels the iterate's own level, which they still have.</summary>
    public double FusedLevel(double noise, double level, double alpha) =>
        known is { MissingCount: > 0 } ? Math.Max(level, blur.FusedLevel(noise, level, alpha)) : blur.FusedLevel(noise, level, alpha);
}
