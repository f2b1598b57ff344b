using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>The data step of a mean of n frames, n differing from pixel to pixel, in closed form: x = z + m r / (m + alpha), m = n over its mean.</summary>
internal sealed class FilmStep(FusedFrame fused) : IDataStep
{
    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = new ImageTensor(z.Channels, z.Height, z.Width);
        TensorPrimitives.Subtract(fused.Picture.Data, z.Data, residual.Data);
        return residual;
    }

    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var corrected = z.Clone();
        var (power, weight) = (fused.Power, (float)(alpha * fused.MeanPower));
        for (var c = 0; c < z.Channels; c++)
        {
            var from = residual.Plane(c);
            var to = corrected.Plane(c);
            for (var p = 0; p < to.Length; p++)
            {
                to[p] += power[p] / (power[p] + weight) * from[p];
            }
        }

        return corrected;
    }

    public double FusedLevel(double noise, double level, double alpha) =>
        Math.Sqrt((noise * noise) + (alpha * alpha * level * level)) / (1 + alpha);
}
