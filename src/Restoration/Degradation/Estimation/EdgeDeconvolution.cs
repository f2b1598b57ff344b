using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Estimation;

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
    private readonly PlaneFft fft;
    private readonly ComplexPlane spectrum;
    private readonly float[] gradientPower;

    /// <param name="observed">One plane.</param>
    /// <param name="largestKernel">Largest side of a kernel to come, pixels.</param>
    public EdgeDeconvolution(ImageTensor observed, int largestKernel)
    {
        this.observed = observed;
        fft = new PlaneFft(
            FftPlan.NextLength(observed.Height + (2 * largestKernel)), FftPlan.NextLength(observed.Width + (2 * largestKernel)));
        spectrum = fft.Forward(PeriodicFrame.Of(observed, fft));
        gradientPower = GradientPower();
    }

    /// <param name="kernel">Current blur.</param>
    /// <param name="noise">Noise standard deviation, [0,1] units.</param>
    public ImageTensor Sharpen(DegradationKernel kernel, double noise)
    {
        var transfer = fft.Forward(Impulse(kernel));
        var weight = noise * noise / TypicalGradient;
        var beta = 0.5 * weight / TypicalGradient;
        var x = Solve(transfer, null, (float)beta);
        for (var round = 0; round < Rounds; round++)
        {
            x = Solve(transfer, fft.Forward(SparseDivergence(x, (float)(weight / beta))), (float)beta);
            beta *= 3;
        }

        return Cut(x);
    }

    /// <summary>x(f) = (conj K y + beta D^T w) / (|K|^2 + beta |D|^2).</summary>
    private float[] Solve(ComplexPlane transfer, ComplexPlane? divergence, float beta)
    {
        var solution = new ComplexPlane(fft.Width, fft.Height);
        Parallel.For(0, fft.Width, column =>
        {
            var end = (column + 1) * fft.Height;
            for (var n = column * fft.Height; n < end; n++)
            {
                var (c, s) = (transfer.Re[n], transfer.Im[n]);
                var scale = 1 / ((c * c) + (s * s) + (beta * gradientPower[n]) + 1e-6f);
                var re = (spectrum.Re[n] * c) + (spectrum.Im[n] * s) + (beta * (divergence?.Re[n] ?? 0));
                var im = (spectrum.Im[n] * c) - (spectrum.Re[n] * s) + (beta * (divergence?.Im[n] ?? 0));
                (solution.Re[n], solution.Im[n]) = (re * scale, im * scale);
            }
        });
        return fft.Inverse(solution).Re;
    }

    /// <summary>D^T of the soft-thresholded forward differences of x, on the periodic frame.</summary>
    private ComplexPlane SparseDivergence(float[] x, float threshold)
    {
        var (h, w) = (fft.Height, fft.Width);
        var (gx, gy) = (new float[x.Length], new float[x.Length]);
        Parallel.For(0, h, row =>
        {
            for (var column = 0; column < w; column++)
            {
                var at = (row * w) + column;
                gx[at] = Shrink(x[(row * w) + ((column + 1) % w)] - x[at], threshold);
                gy[at] = Shrink(x[((row + 1) % h * w) + column] - x[at], threshold);
            }
        });
        var divergence = new ComplexPlane(h, w);
        Parallel.For(0, h, row =>
        {
            for (var column = 0; column < w; column++)
            {
                var at = (row * w) + column;
                divergence.Re[at] = gx[(row * w) + ((column + w - 1) % w)] - gx[at] + gy[((row + h - 1) % h * w) + column] - gy[at];
            }
        });
        return divergence;
    }

    private static float Shrink(float value, float threshold) =>
        MathF.CopySign(MathF.Max(MathF.Abs(value) - threshold, 0), value);

    /// <summary>|D|^2 of the periodic forward differences; spectra are transposed.</summary>
    private float[] GradientPower()
    {
        var power = new float[fft.Width * fft.Height];
        for (var n = 0; n < power.Length; n++)
        {
            var (sy, sx) = (Math.Sin(Math.PI * (n % fft.Height) / fft.Height), Math.Sin(Math.PI * (n / fft.Height) / fft.Width));
            power[n] = (float)(4 * ((sy * sy) + (sx * sx)));
        }

        return power;
    }

    /// <summary>A correlation with taps d is a convolution with an impulse response that has them at -d.</summary>
    private ComplexPlane Impulse(DegradationKernel kernel)
    {
        var (frame, half) = (new ComplexPlane(fft.Height, fft.Width), kernel.Size / 2);
        for (var n = 0; n < kernel.Size * kernel.Size; n++)
        {
            var y = (half - (n / kernel.Size) + fft.Height) % fft.Height;
            var x = (half - (n % kernel.Size) + fft.Width) % fft.Width;
            frame.Re[(y * fft.Width) + x] = kernel.Weights[n];
        }

        return frame;
    }

    private ImageTensor Cut(float[] frame)
    {
        var sharp = new ImageTensor(1, observed.Height, observed.Width);
        for (var y = 0; y < sharp.Height; y++)
        {
            frame.AsSpan(y * fft.Width, sharp.Width).CopyTo(sharp.Data.AsSpan(y * sharp.Width));
        }

        return sharp;
    }
}
