using BirD.Restoration.Tensors;

namespace BirD.Restoration.Noise;

/// <summary>Normal noise keyed by seed, use, step and global pixel position.</summary>
/// <remarks>
/// Position, not order, selects a value: tile order, batch neighbours, thread count and resumption can't change it.
/// One generator call serves the up to four channels of a pixel through two Box-Muller pairs.
/// </remarks>
/// <param name="seed">Seed of the run.</param>
/// <param name="top">Row, in the whole picture, of the targets' first row: a part of a picture gets the noise that the whole would.</param>
/// <param name="left">Column of the targets' first column, likewise.</param>
public sealed class PhiloxNoise(ulong seed, int top = 0, int left = 0) : INoiseSource
{
    private const double ToUnit = 1.0 / 4294967296.0;

    public void Fill(ImageTensor target, NoiseUse use, int step)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Channels, 4);
        var (channels, plane, width, data) = (target.Channels, target.PlaneLength, target.Width, target.Data);
        Parallel.For(0, target.Height, y =>
        {
            Span<double> normals = stackalloc double[4];
            for (var x = 0; x < width; x++)
            {
                var (r0, r1, r2, r3) = Philox4x32.Next((uint)(left + x), (uint)(top + y), (uint)step, (uint)use, seed);
                (normals[0], normals[1]) = BoxMuller(r0, r1);
                (normals[2], normals[3]) = BoxMuller(r2, r3);
                for (var c = 0; c < channels; c++)
                {
                    data[(c * plane) + (y * width) + x] = (float)normals[c];
                }
            }
        });
    }

    private static (double A, double B) BoxMuller(uint u, uint v)
    {
        // The half shift keeps the logarithm away from zero and the pair symmetric.
        var radius = Math.Sqrt(-2 * Math.Log((u + 0.5) * ToUnit));
        var (sin, cos) = Math.SinCos(2 * Math.PI * ((v + 0.5) * ToUnit));
        return (radius * cos, radius * sin);
    }
}
