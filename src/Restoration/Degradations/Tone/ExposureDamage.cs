using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>Too little light: a kernel that is one number, the gain. K x = gain * x.</summary>
/// <param name="observation">The dark picture.</param>
/// <param name="gain">Exposure relative to a full one, above 0.</param>
public sealed class ExposureDamage(Observation observation, double gain) : IDamage
{
    /// <summary>The gain as the kernel that it is.</summary>
    public static DegradationKernel Kernel(double gain) => new(1, 1, [(float)gain]);

    /// <summary>The picture with its light back, noise and all.</summary>
    public ImageTensor Begin() => Brightened(observation.Y);

    public IDataStep StepFor(DegradationKernel kernel) => new GainStep(observation.Y, kernel.Weights[0]);

    /// <summary>The data can't tell a darker scene from less light: the gain stays what the exposure target made it.</summary>
    public DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds) => kernel;

    public ImageTensor Settle(ImageTensor result) => result;

    private ImageTensor Brightened(ImageTensor dark)
    {
        var bright = new ImageTensor(dark.Channels, dark.Height, dark.Width);
        TensorPrimitives.Multiply(dark.Data, (float)(1 / gain), bright.Data);
        return bright;
    }
}
