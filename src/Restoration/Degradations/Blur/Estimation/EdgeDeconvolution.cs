using System.Numerics.Tensors;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>A sharp picture with few edges: argmin over x of |y - K*x|^2 / 2 + weight x |gradient x|_1, by half-quadratic splitting.</summary>
/// <remarks>
/// Sparse gradients keep the rings of a kernel that is still wrong from looking like edges to the next fit. A few rounds
/// of soft thresholding and one closed-form solve each (Wang, Yang, Yin, Zhang 2008) are enough for that purpose.
/// </remarks>
internal sealed class EdgeDeconvolution
{
    /// <summary>Typical gradient of photographs, [0,1] units per pixel: the scale of their Laplacian distribution.</summary>
    private const double TypicalGradient = 0.04;

    private const int Rounds = 3;

    private readonly ImageTensor observed;
    private readonly RealPlaneFft fft;
    private readonly Spectrum spectrum;
    private readonly float[] gradientPower;

    /// <param name="observed">One plane.</param>
    /// <param name="largestKernel">Largest side of a kernel to come, pixels.</param>
    public EdgeDeconvolution(ImageTensor observed, int largestKernel)
    {
        this.observed = observed;
        fft = new RealPlaneFft(
            FftPlan.NextLength(observed.Height + (2 * largestKernel)), FftPlan.NextLength(observed.Width + (2 * largestKernel)));
        spectrum = Transform(PeriodicFrame.Of(observed, fft.Height, fft.Width));
        gradientPower = GradientPower();
    }

    /// <param name="kernel">Current blur.</param>
    /// <param name="noise">Noise standard deviation, [0,1] units.</param>
    public ImageTensor Sharpen(DegradationKernel kernel, double noise)
    {
        var transfer = Transform(Impulse(kernel));
        var weight = noise * noise / TypicalGradient;
        var beta = 0.5 * weight / TypicalGradient;
        var x = Solve(transfer, null, (float)beta);
        for (var round = 0; round < Rounds; round++)
        {
            var divergence = Transform(SparseDivergence(x, (float)(weight / beta)));
            TensorPool.Return(x);
            x = Solve(transfer, divergence, (float)beta);
            divergence.Return();
            beta *= 3;
        }

        transfer.Return();
        var sharp = Cut(x);
        TensorPool.Return(x);
        return sharp;
    }

    /// <summary>x(f) = (conj K y + beta D^T w) / (|K|^2 + beta |D|^2).</summary>
    private ImageTensor Solve(Spectrum transfer, Spectrum? divergence, float beta)
    {
        var (solution, x) = (Spectrum.Rent(fft), TensorPool.Rent(1, fft.Height, fft.Width));
        var strip = fft.SpectrumLength / fft.Strips;
        Parallel.For(0, fft.Strips, n =>
        {
            for (var at = n * strip; at < (n + 1) * strip; at++)
            {
                var (c, s) = (transfer.Re[at], transfer.Im[at]);
                var scale = 1 / ((c * c) + (s * s) + (beta * gradientPower[at]) + 1e-6f);
                var re = (spectrum.Re[at] * c) + (spectrum.Im[at] * s) + (beta * (divergence?.Re[at] ?? 0));
                var im = (spectrum.Im[at] * c) - (spectrum.Re[at] * s) + (beta * (divergence?.Im[at] ?? 0));
                (solution.Re[at], solution.Im[at]) = (re * scale, im * scale);
            }
        });
        var size = 1f / ((float)fft.Height * fft.Width);
        fft.Inverse(1, solution.Re, solution.Im, (_, y, from, values) => TensorPrimitives.Multiply(values, size, x.Data.AsSpan((y * fft.Width) + from)));
        solution.Return();
        return x;
    }

    /// <summary>D^T of the soft-thresholded forward differences of x, on the periodic frame.</summary>
    private ImageTensor SparseDivergence(ImageTensor x, float threshold)
    {
        var (h, w) = (fft.Height, fft.Width);
        var (gx, gy, divergence) = (TensorPool.RentLike(x), TensorPool.RentLike(x), TensorPool.RentLike(x));
        Parallel.For(0, h, row =>
        {
            for (var column = 0; column < w; column++)
            {
                var at = (row * w) + column;
                gx.Data[at] = Shrink(x.Data[(row * w) + (column + 1 == w ? 0 : column + 1)] - x.Data[at], threshold);
                gy.Data[at] = Shrink(x.Data[((row + 1 == h ? 0 : row + 1) * w) + column] - x.Data[at], threshold);
            }
        });
        Parallel.For(0, h, row =>
        {
            for (var column = 0; column < w; column++)
            {
                var at = (row * w) + column;
                divergence.Data[at] = gx.Data[(row * w) + (column == 0 ? w - 1 : column - 1)] - gx.Data[at]
                    + gy.Data[((row == 0 ? h - 1 : row - 1) * w) + column] - gy.Data[at];
            }
        });
        TensorPool.Return(gx);
        TensorPool.Return(gy);
        return divergence;
    }

    private static float Shrink(float value, float threshold) =>
        MathF.CopySign(MathF.Max(MathF.Abs(value) - threshold, 0), value);

    /// <summary>|D|^2 of the periodic forward differences, laid out as the spectra are.</summary>
    private float[] GradientPower()
    {
        var power = new float[fft.SpectrumLength];
        for (var at = 0; at < power.Length; at++)
        {
            var (v, u) = fft.FrequencyAt(at);
            var (sy, sx) = (Math.Sin(Math.PI * v / fft.Height), Math.Sin(Math.PI * u / fft.Width));
            power[at] = (float)(4 * ((sy * sy) + (sx * sx)));
        }

        return power;
    }

    /// <summary>A correlation with taps d is a convolution with an impulse response that has them at -d.</summary>
    private ImageTensor Impulse(DegradationKernel kernel)
    {
        var (frame, half) = (TensorPool.Rent(1, fft.Height, fft.Width), kernel.Size / 2);
        frame.Data.AsSpan().Clear();
        for (var n = 0; n < kernel.Size * kernel.Size; n++)
        {
            var y = (half - (n / kernel.Size) + fft.Height) % fft.Height;
            var x = (half - (n % kernel.Size) + fft.Width) % fft.Width;
            frame.Data[(y * fft.Width) + x] = kernel.Weights[n];
        }

        return frame;
    }

    /// <summary>The spectrum of a frame, which goes back to the pool.</summary>
    private Spectrum Transform(ImageTensor frame)
    {
        var transformed = Spectrum.Rent(fft);
        fft.Forward(1, (_, y, from, values) => frame.Data.AsSpan((y * fft.Width) + from, values.Length).CopyTo(values), transformed.Re, transformed.Im);
        TensorPool.Return(frame);
        return transformed;
    }

    private ImageTensor Cut(ImageTensor frame)
    {
        var sharp = new ImageTensor(1, observed.Height, observed.Width);
        for (var y = 0; y < sharp.Height; y++)
        {
            frame.Data.AsSpan(y * fft.Width, sharp.Width).CopyTo(sharp.Data.AsSpan(y * sharp.Width));
        }

        return sharp;
    }

    /// <summary>The kept half of one plane's spectrum, from the pool.</summary>
    private sealed record Spectrum(ImageTensor Real, ImageTensor Imaginary)
    {
        public float[] Re => Real.Data;

        public float[] Im => Imaginary.Data;

        public static Spectrum Rent(RealPlaneFft fft) => new(TensorPool.Rent(1, 1, fft.SpectrumLength), TensorPool.Rent(1, 1, fft.SpectrumLength));

        public void Return()
        {
            TensorPool.Return(Real);
            TensorPool.Return(Imaginary);
        }
    }
}
