using System.Numerics.Tensors;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>The data step of noise whose strength goes by frequency and colour, for a prior that is given white noise.</summary>
/// <remarks>
/// What the observation differs from the iterate by is, at each frequency, noise of a known strength. Where that is above the level of the
/// step it is shrunk to the level (the deterministic step of DDRM, Kawar et al. 2022, in the frequencies of the noise); where it is
/// below, the observation stands as it is. So coarse noise goes first, at levels that fine noise never had, and fine detail comes back
/// with every step. Adding noise where there is too little, as DDRM does, measured 0.3 to 0.5 dB less (docs/results.md).
/// </remarks>
internal sealed class ColouredNoiseStep : IDataStep
{
    /// <summary>Reflection that keeps the frame's wrap away, pixels: two blocks of the spectrum.</summary>
    private const int Margin = 2 * NoiseSpectrum.Side;

    private readonly ImageTensor y;
    private readonly RealPlaneFft fft;

    /// <summary>1 over the noise relative to its mean, by plane and frequency.</summary>
    private readonly float[] weakness;

    /// <param name="y">Observation, 3 channels, [0,1].</param>
    /// <param name="spectrum">Its noise.</param>
    public ColouredNoiseStep(ImageTensor y, NoiseSpectrum spectrum)
    {
        this.y = y;
        fft = new RealPlaneFft(FftPlan.NextLength(y.Height + (2 * Margin)), FftPlan.NextLength(y.Width + (2 * Margin)));
        weakness = new float[3 * fft.SpectrumLength];
        var level = spectrum.Level;
        Parallel.For(0, 3 * fft.Strips, n =>
        {
            var (plane, length) = (n / fft.Strips, fft.SpectrumLength / fft.Strips);
            for (var at = n % fft.Strips * length; at < ((n % fft.Strips) + 1) * length; at++)
            {
                var (v, u) = fft.FrequencyAt(at);
                weakness[(plane * fft.SpectrumLength) + at] = (float)(level / Math.Sqrt(Math.Max(
                    spectrum.At(plane, Fold(v, fft.Height), Fold(u, fft.Width)), 1e-12)));
            }
        });
    }

    public ImageTensor ResidualOf(ImageTensor z)
    {
        var residual = TensorPool.RentLike(z);
        TensorPrimitives.Subtract(y.Data, z.Data, residual.Data);
        return residual;
    }

    /// <summary>z + the residual, shrunk to the level at each frequency: alpha is the noise's mean power over the level's.</summary>
    public ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha)
    {
        var planes = OpponentColour.Forward(residual);
        Shrink(planes, (float)(1 / Math.Sqrt(alpha)));
        var fused = OpponentColour.Back(planes);
        TensorPool.Return(planes);
        TensorPrimitives.Add(fused.Data, z.Data, fused.Data);
        return fused;
    }

    /// <summary>The level of the step: no frequency has more noise left than that.</summary>
    public double FusedLevel(double noise, double level, double alpha) => level;

    private static double Fold(int frequency, int length) => (double)Math.Min(frequency, length - frequency) / length;

    private void Shrink(ImageTensor planes, float level)
    {
        var (re, im) = (TensorPool.Rent(3, 1, fft.SpectrumLength), TensorPool.Rent(3, 1, fft.SpectrumLength));
        fft.Forward(3, (plane, row, from, values) => Embed(planes, plane, row, from, values), re.Data, im.Data, (plane, from, a, b) =>
        {
            var weak = weakness.AsSpan((plane * fft.SpectrumLength) + from, a.Length);
            for (var n = 0; n < a.Length; n++)
            {
                var share = Math.Min(1, level * weak[n]);
                (a[n], b[n]) = (a[n] * share, b[n] * share);
            }
        });
        var scale = 1f / ((float)fft.Height * fft.Width);
        fft.Back(3, re.Data, im.Data, (plane, row, from, values) =>
        {
            var target = planes.Plane(plane);
            var top = row - Margin;
            for (var n = 0; n < values.Length && top >= 0 && top < planes.Height; n++)
            {
                var x = from + n - Margin;
                if (x >= 0 && x < planes.Width)
                {
                    target[(top * planes.Width) + x] = values[n] * scale;
                }
            }
        });
        TensorPool.Return(re);
        TensorPool.Return(im);
    }

    private static void Embed(ImageTensor planes, int plane, int row, int from, Span<float> values)
    {
        var source = planes.Plane(plane).Slice(Reflect.Index(row - Margin, planes.Height) * planes.Width, planes.Width);
        for (var n = 0; n < values.Length; n++)
        {
            values[n] = source[Reflect.Index(from + n - Margin, planes.Width)];
        }
    }
}
