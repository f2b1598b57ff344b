using System.Numerics.Tensors;
using BirD.Restoration.Degradations;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>The distance loss L = mean (D(u) - v)^2 with D(u) = K*u (+ M), then optionally the channel mean; all in [0,1].</summary>
/// <remarks>
/// Gradients are closed forms (docs/tasks; verified against finite differences in the tests); none passes through the prior.
/// <paramref name="elements"/> is the D of 1/D: the published scales assume 3 x 256 x 256 whatever the picture's size.
/// </remarks>
/// <param name="kernel">K before this step's update.</param>
/// <param name="mask">M, one plane shared by the channels; null when the mask is not part of the degradation.</param>
/// <param name="gray">Whether D ends with the mean over channels.</param>
/// <param name="elements">Normaliser of loss gradients, elements of one prior tile.</param>
public sealed class DistanceLoss(DegradationKernel kernel, float[]? mask, bool gray, double elements)
{
    /// <summary>Evaluates loss and residual for an estimate u and an observation v, both in [0,1].</summary>
    public DistanceGradients Evaluate(ImageTensor u, ImageTensor v)
    {
        var residual = new ImageTensor(u.Channels, u.Height, u.Width);
        DepthwiseCorrelation.Apply(u, kernel, residual);
        for (var c = 0; c < u.Channels && mask is not null; c++)
        {
            TensorPrimitives.Add(residual.Plane(c), mask, residual.Plane(c));
        }

        if (gray)
        {
            ReplaceByChannelMean(residual);
        }

        TensorPrimitives.Subtract(residual.Data, v.Data, residual.Data);
        var loss = SumOfSquares(residual) / residual.Data.Length;
        if (gray)
        {
            // The adjoint of the channel mean is the channel mean.
            ReplaceByChannelMean(residual);
        }

        return new DistanceGradients(loss, residual, u, kernel, elements);
    }

    private static double SumOfSquares(ImageTensor r)
    {
        var sum = 0.0;
        for (var row = 0; row < r.Channels * r.Height; row++)
        {
            sum += TensorPrimitives.SumOfSquares(r.Data.AsSpan(row * r.Width, r.Width));
        }

        return sum;
    }

    private static void ReplaceByChannelMean(ImageTensor image)
    {
        for (var p = 0; p < image.PlaneLength; p++)
        {
            var sum = 0f;
            for (var c = 0; c < image.Channels; c++)
            {
                sum += image.Data[(c * image.PlaneLength) + p];
            }

            for (var c = 0; c < image.Channels; c++)
            {
                image.Data[(c * image.PlaneLength) + p] = sum / image.Channels;
            }
        }
    }
}
