using BirD.Restoration.Degradations;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>The loss at one point and its three gradients, each computed when asked for.</summary>
public sealed class DistanceGradients
{
    private readonly ImageTensor residual;
    private readonly ImageTensor estimate;
    private readonly DegradationKernel kernel;
    private readonly double elements;

    internal DistanceGradients(
        double loss, ImageTensor residual, ImageTensor estimate, DegradationKernel kernel, double elements)
    {
        Loss = loss;
        (this.residual, this.estimate, this.kernel, this.elements) = (residual, estimate, kernel, elements);
    }

    /// <summary>Mean squared residual over the picture, [0,1] units.</summary>
    public double Loss { get; }

    /// <summary>dL/dx0 for x0 = 2u - 1 in [-1,1]: corr(r, flip K) / D (the 2 of the square and the 1/2 of u cancel).</summary>
    public ImageTensor WithRespectToX0()
    {
        var gradient = new ImageTensor(residual.Channels, residual.Height, residual.Width);
        DepthwiseCorrelation.ApplyAdjoint(residual, kernel, gradient);
        System.Numerics.Tensors.TensorPrimitives.Multiply(gradient.Data, (float)(1 / elements), gradient.Data);
        return gradient;
    }

    /// <summary>dL/dK[c,d] = 2/D sum over p of r[c,p] u[c, p + d].</summary>
    public float[] WithRespectToKernel() =>
        DepthwiseCorrelation.KernelGradient(residual, estimate, kernel.Size, 2 / elements);

    /// <summary>dL/dM[p] = 2/D sum over c of r[c,p].</summary>
    public float[] WithRespectToMask()
    {
        var gradient = new float[residual.PlaneLength];
        for (var c = 0; c < residual.Channels; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(gradient, residual.Plane(c), gradient);
        }

        System.Numerics.Tensors.TensorPrimitives.Multiply(gradient, (float)(2 / elements), gradient);
        return gradient;
    }
}
