using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>The picture in blocks of 8 x 8, as cosine coefficients, and which of them tell about noise.</summary>
internal sealed class NoiseBlocks
{
    private const int Side = NoiseSpectrum.Side;
    private const int Length = NoiseSpectrum.PlaneLength;

    /// <summary>Blocks lie beside a JPEG's own by this much: on its grid they would show which coefficients it emptied, not the noise.</summary>
    private const int Offset = 3;

    /// <summary>A block with a larger share of clipped pixels than this says nothing about the noise.</summary>
    private const double MostClipped = 0.05;

    /// <summary>Nearer to black or white than this counts as clipped, [0,1] units: JPEG lets clipped pixels ring by two codes.</summary>
    private const float Clipped = 2.5f / 255;

    /// <summary>A block calmer than this was drawn, emptied by JPEG or is a scanner's border, [0,1] units.</summary>
    private const double Emptied = 0.3 / 255;

    private readonly float[] coefficients;
    private readonly int columns;

    /// <param name="picture">3 channels, [0,1].</param>
    /// <param name="usable">Which blocks to judge by; null to find that out from this picture.</param>
    /// <param name="known">Which pixels were observed; null when all were.</param>
    public NoiseBlocks(ImageTensor picture, bool[]? usable, KnownPixels? known = null)
    {
        (Rows, columns) = ((picture.Height - Offset) / Side, (picture.Width - Offset) / Side);
        coefficients = new float[3 * Count * Length];
        Body = new double[Count];
        Usable = usable ?? new bool[Count];
        var planes = OpponentColour.Forward(picture);
        Parallel.For(0, Rows, row =>
        {
            for (var column = 0; column < columns; column++)
            {
                var n = (row * columns) + column;
                for (var plane = 0; plane < 3; plane++)
                {
                    Transform(planes, plane, row, column, Of(n, plane));
                }

                Body[n] = BodyEnergy(n);
                if (usable is null)
                {
                    Usable[n] = Body[n] > Emptied * Emptied && IsWhole(picture, known, row, column);
                }
            }
        });
        TensorPool.Return(planes);
    }

    public int Rows { get; }

    public int Count => Rows * columns;

    /// <summary>Mean square of the coefficients that tell most of the noise, over the planes, [0,1] units squared.</summary>
    public double[] Body { get; }

    public bool[] Usable { get; }

    /// <summary>64 coefficients of a block.</summary>
    public Span<float> Of(int block, int plane) => coefficients.AsSpan(((plane * Count) + block) * Length, Length);

    /// <summary>Mean brightness of a block, [0,1].</summary>
    public double Brightness(int block) => Of(block, 0)[0] / (Side * Math.Sqrt(3));

    /// <summary>
    /// Energy of a block's neighbours without its own: says how flat the place is without looking at the noise that is measured
    /// there, so that choosing flat places does not choose little noise. Infinite where it can't be told.
    /// </summary>
    public double[] Surroundings()
    {
        var around = new double[Count];
        Parallel.For(0, Rows, row =>
        {
            for (var column = 0; column < columns; column++)
            {
                var (sum, count) = (0.0, 0);
                for (var near = 0; near < 9; near++)
                {
                    var (y, x) = (row + (near / 3) - 1, column + (near % 3) - 1);
                    if (near != 4 && y >= 0 && y < Rows && x >= 0 && x < columns && Usable[(y * columns) + x])
                    {
                        (sum, count) = (sum + Body[(y * columns) + x], count + 1);
                    }
                }

                around[(row * columns) + column] = count < 3 || !Usable[(row * columns) + column] ? double.PositiveInfinity : sum / count;
            }
        });
        return around;
    }

    /// <summary>Mean square of a block's coefficients whose frequencies sum to a range, over planes, [0,1] units squared.</summary>
    public double Energy(int block, Range planes, int from, int to)
    {
        var (sum, count) = (0.0, 0);
        for (var plane = planes.Start.Value; plane < planes.End.Value; plane++)
        {
            var values = Of(block, plane);
            for (var n = 0; n < Length; n++)
            {
                if ((n / Side) + (n % Side) is var order && order >= from && order <= to)
                {
                    (sum, count) = (sum + (values[n] * (double)values[n]), count + 1);
                }
            }
        }

        return sum / count;
    }

    /// <summary>Mean square of a block's coefficients of colour from the middle frequencies on, [0,1] units squared.</summary>
    public double ColourEnergy(int block) => Energy(block, 1..3, 5, 14);

    private double BodyEnergy(int block) => Energy(block, 0..3, NoiseSpectrum.BodyFrom, NoiseSpectrum.BodyTo);

    private static void Transform(ImageTensor planes, int plane, int row, int column, Span<float> block)
    {
        var source = planes.Plane(plane);
        for (var y = 0; y < Side; y++)
        {
            source.Slice((((row * Side) + Offset + y) * planes.Width) + (column * Side) + Offset, Side).CopyTo(block[(y * Side)..]);
        }

        BlockTransform.Forward(block);
    }

    private static bool IsWhole(ImageTensor picture, KnownPixels? known, int row, int column)
    {
        var clipped = 0;
        for (var n = 0; n < Length; n++)
        {
            var at = (((row * Side) + Offset + (n / Side)) * picture.Width) + (column * Side) + Offset + (n % Side);
            if (known is not null && !known.IsKnown(at))
            {
                return false;
            }

            var (r, g, b) = (picture.Data[at], picture.Data[picture.PlaneLength + at], picture.Data[(2 * picture.PlaneLength) + at]);
            clipped += Math.Min(r, Math.Min(g, b)) <= Clipped || Math.Max(r, Math.Max(g, b)) >= 1 - Clipped ? 1 : 0;
        }

        return clipped < MostClipped * Length;
    }
}
