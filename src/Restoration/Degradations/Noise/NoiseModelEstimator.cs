using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>Measures a <see cref="NoiseModel"/> on the picture alone.</summary>
/// <remarks>
/// Flat blocks are chosen by how calm their neighbours are, never by themselves; medians over them forgive the few that hold
/// an edge. First by brightness, which gives the curve that evens the noise out, then under that curve by frequency. It differs from
/// <see cref="NoiseEstimator"/>, which looks at the finest frequencies only: there JPEG, demosaicing and resizing have left little.
/// </remarks>
public static class NoiseModelEstimator
{
    private const int Bins = 10;

    /// <summary>Blocks that a bin of brightness needs to be judged.</summary>
    private const int LeastInBin = 24;

    /// <summary>Share of a bin's blocks, the flattest, by which its noise is told.</summary>
    private const double FlatInBin = 0.15;

    /// <summary>Share of all blocks, the flattest, by which the spectrum is told.</summary>
    private const double Flat = 0.06;

    /// <summary>Median of the square of a normal variable of unit variance.</summary>
    private const double MedianOfSquare = 0.4549;

    /// <summary>Blocks without which nothing can be told.</summary>
    private const int LeastBlocks = 64;

    /// <summary>Smaller pictures have too few blocks, pixels.</summary>
    private const int LeastSide = 64;

    /// <summary>Shares of the blocks whose levels make a <see cref="NoiseFloor"/>.</summary>
    private const double Calm = 0.05;

    private const double Most = 0.6;

    /// <param name="picture">[0,1], 1 or 3 channels.</param>
    /// <param name="known">Which pixels were observed; null when all were.</param>
    /// <returns>Null when too little of the picture is neither clipped nor empty.</returns>
    public static NoiseModel? Estimate(ImageTensor picture, KnownPixels? known = null)
    {
        if (picture.Height < LeastSide || picture.Width < LeastSide)
        {
            return null;
        }

        var (seen, seenKnown) = NoiseSample.Of(picture, known);
        var blocks = new NoiseBlocks(seen, null, seenKnown);
        var levels = LevelsOf(blocks, n => blocks.Body[n]);
        if (levels.Count == 0 || blocks.Usable.Count(u => u) < LeastBlocks)
        {
            return null;
        }

        var model = Under(new StabilisingCurve(levels), seen, blocks);
        // What is white in colour is judged by colour alone: texture, which is light's, differs between brightnesses too.
        return model.IsWhite ? Under(new StabilisingCurve(LevelsOf(blocks, blocks.ColourEnergy)), seen, blocks) : model;
    }

    private static NoiseModel Under(StabilisingCurve curve, ImageTensor seen, NoiseBlocks blocks)
    {
        var even = curve.Forward(seen);
        var evened = new NoiseBlocks(even, blocks.Usable);
        TensorPool.Return(even);
        return new NoiseModel(curve, SpectrumOf(evened).Smoothed(), FloorOf(evened, 0..1, 5, 9), FloorOf(evened, 1..3, 2, 4));
    }

    private static List<(double Brightness, double Level, int Blocks)> LevelsOf(NoiseBlocks blocks, Func<int, double> energy)
    {
        var around = blocks.Surroundings();
        var bins = Enumerable.Range(0, Bins).Select(_ => new List<int>()).ToArray();
        for (var n = 0; n < blocks.Count; n++)
        {
            if (double.IsFinite(around[n]))
            {
                bins[Math.Clamp((int)(blocks.Brightness(n) * Bins), 0, Bins - 1)].Add(n);
            }
        }

        return [.. bins.Where(bin => bin.Count >= LeastInBin).Select(bin =>
        {
            var flat = bin.OrderBy(n => around[n]).Take(Math.Max(12, (int)(FlatInBin * bin.Count))).ToList();
            return (flat.Average(blocks.Brightness), Math.Sqrt(Median([.. flat.Select(energy)])), bin.Count);
        })];
    }

    private static NoiseSpectrum SpectrumOf(NoiseBlocks blocks)
    {
        var around = blocks.Surroundings();
        var judged = Enumerable.Range(0, blocks.Count).Where(n => double.IsFinite(around[n])).OrderBy(n => around[n]).ToList();
        var flat = judged.Take(Math.Max(LeastInBin, (int)(Flat * judged.Count))).ToList();
        var power = new double[3 * NoiseSpectrum.PlaneLength];
        Parallel.For(0, power.Length, at =>
        {
            var squares = new double[flat.Count];
            for (var n = 0; n < squares.Length; n++)
            {
                var value = blocks.Of(flat[n], at / NoiseSpectrum.PlaneLength)[at % NoiseSpectrum.PlaneLength];
                squares[n] = value * (double)value;
            }

            power[at] = Median(squares) / MedianOfSquare;
        });
        return new NoiseSpectrum(power);
    }

    private static NoiseFloor FloorOf(NoiseBlocks blocks, Range planes, int from, int to)
    {
        var energies = Enumerable.Range(0, blocks.Count).Where(n => blocks.Usable[n]).Select(n => blocks.Energy(n, planes, from, to)).Order().ToArray();
        if (energies.Length == 0)
        {
            return new NoiseFloor(0, double.PositiveInfinity);
        }

        var (calm, most) = (energies[(int)(Calm * (energies.Length - 1))], energies[(int)(Most * (energies.Length - 1))]);
        return new NoiseFloor(Math.Sqrt(calm), Math.Sqrt(most / Math.Max(calm, 1e-12)));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
