using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Downscale;

/// <summary>The data step of a reduction, by conjugate gradients on (A'A + alpha) d = A' r.</summary>
internal sealed class DecimationStep(ImageTensor y, int scale, float[] profile) : IDataStep
{
    /// <summary>The operator is well conditioned (its values lie between 0 and about 1/s^2), so few rounds do.</summary>
    private const int Rounds = 12;

    /// <summary>
    /// Share of the first energy at which single precision has nothing left to gain. A strong prior gets there early; further
    /// rounds divide by sums that have become zero.
    /// </summary>
    private const double Converged = 1e-13;

    private readonly SeparableDecimation reduce = new(scale, profile);

    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = reduce.Apply(z);
        TensorPrimitives.Subtract(y.Data, residual.Data, residual.Data);
        return residual;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        // A filter of sum 1 before taking every s-th sample passes 1/s^2 of the energy: alpha is meant against a gain of 1.
        var damping = (float)(alpha / (scale * scale));
        var remainder = reduce.Adjoint(residual);
        var direction = remainder.Clone();
        var x = z.Clone();
        var energy = Dot(remainder, remainder);
        var enough = energy * Converged;
        for (var round = 0; round < Rounds && energy > enough; round++)
        {
            var image = reduce.Adjoint(reduce.Apply(direction));
            TensorPrimitives.MultiplyAdd(direction.Data, damping, image.Data, image.Data);
            var step = (float)(energy / Dot(direction, image));
            TensorPrimitives.MultiplyAdd(direction.Data, step, x.Data, x.Data);
            TensorPrimitives.MultiplyAdd(image.Data, -step, remainder.Data, remainder.Data);
            var next = Dot(remainder, remainder);
            TensorPrimitives.MultiplyAdd(direction.Data, (float)(next / energy), remainder.Data, direction.Data);
            energy = next;
        }

        return x;
    }

    /// <summary>The iterate's own level: most of the high frequencies were not observed at all.</summary>
    public double FusedLevel(double noise, double level, double alpha) => level;

    /// <summary>Row by row in one fixed order, so that threads can't change a bit.</summary>
    private static double Dot(ImageTensor a, ImageTensor b)
    {
        var sum = 0.0;
        for (var row = 0; row < a.Channels * a.Height; row++)
        {
            sum += TensorPrimitives.Dot(a.Data.AsSpan(row * a.Width, a.Width), b.Data.AsSpan(row * a.Width, a.Width));
        }

        return sum;
    }
}
