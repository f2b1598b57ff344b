using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing;

/// <summary>Fills missing pixels with the smoothest surface over the known ones: the harmonic start of inpainting.</summary>
/// <remarks>
/// A pyramid of averages over known pixels gives wide holes a first value, then Gauss-Seidel sweeps solve Laplace's
/// equation on the missing pixels in one fixed order. Also the classical baseline (diffusion inpainting).
/// </remarks>
public static class DiffusionFill
{
    private const int Sweeps = 60;

    /// <returns>A copy of <paramref name="picture"/> whose missing pixels are filled; 0.5 when nothing is known at all.</returns>
    public static ImageTensor Fill(ImageTensor picture, KnownPixels known)
    {
        var (filled, missing) = (picture.Clone(), known.MissingIndices());
        Parallel.For(0, picture.Channels, c =>
        {
            var plane = filled.Plane(c);
            new FillPyramid(plane.ToArray(), known.Weights.ToArray(), known.Height, known.Width).CopyMissing(missing, plane);
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                Relax(plane, missing, known.Height, known.Width);
            }
        });
        return filled;
    }

    private static void Relax(Span<float> plane, int[] missing, int height, int width)
    {
        foreach (var n in missing)
        {
            var (y, x) = (n / width, n % width);
            var (sum, count) = (0f, 0);
            if (y > 0)
            {
                (sum, count) = (sum + plane[n - width], count + 1);
            }

            if (y < height - 1)
            {
                (sum, count) = (sum + plane[n + width], count + 1);
            }

            if (x > 0)
            {
                (sum, count) = (sum + plane[n - 1], count + 1);
            }

            if (x < width - 1)
            {
                (sum, count) = (sum + plane[n + 1], count + 1);
            }

            plane[n] = count > 0 ? sum / count : plane[n];
        }
    }
}
