using BirD.Restoration.Tensors;

namespace BirD.Restoration.Diagnosis;

/// <summary>Is what re-degrading leaves over noise, or is there structure in it?</summary>
internal static class ResidualTest
{
    public static double RootMeanSquare(ImageTensor residual) =>
        Math.Sqrt(residual.Data.Sum(v => (double)v * v) / residual.Data.Length);

    /// <summary>Correlation of each residual with its right and lower neighbour, over the channels.</summary>
    public static double NeighbourCorrelation(ImageTensor residual)
    {
        var (product, energy, width) = (0.0, 0.0, residual.Width);
        for (var c = 0; c < residual.Channels; c++)
        {
            var plane = residual.Plane(c);
            for (var n = 0; n < plane.Length - width; n++)
            {
                double here = plane[n];
                if (n % width < width - 1)
                {
                    product += here * (plane[n + 1] + plane[n + width]) / 2;
                    energy += here * here;
                }
            }
        }

        return energy > 0 ? product / energy : 0;
    }
}
