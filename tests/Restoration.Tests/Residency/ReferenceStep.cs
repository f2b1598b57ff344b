using System.Numerics;
using BirD.Restoration.Degradations;
using BirD.Restoration.Frequency;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Residency;

/// <summary>The data step as its formula has it, in double precision: a correlation in the plane, and a quotient in the frequency domain.</summary>
internal static class ReferenceStep
{
    /// <summary>y - K*z with reflected borders.</summary>
    public static double[] ResidualOf(ImageTensor y, double[] z, DegradationKernel kernel)
    {
        var (height, width, half) = (y.Height, y.Width, kernel.Size / 2);
        var residual = new double[y.Data.Length];
        for (var n = 0; n < residual.Length; n++)
        {
            var (plane, row, column) = (n / (height * width) * height * width, n / width % height, n % width);
            var sum = 0.0;
            for (var tap = 0; tap < kernel.Weights.Length; tap++)
            {
                var (dy, dx) = ((tap / kernel.Size) - half, (tap % kernel.Size) - half);
                sum += kernel.Weights[tap] * z[plane + (Reflect.Index(row + dy, height) * width) + Reflect.Index(column + dx, width)];
            }

            residual[n] = y.Data[n] - sum;
        }

        return residual;
    }

    /// <summary>z + argmin over d of |r - K*d|^2 + alpha |d|^2, in a frame where r is 0 outside the picture.</summary>
    public static double[] Correct(ImageTensor y, double[] z, double[] residual, DegradationKernel kernel, double alpha)
    {
        var (margin, half) = (kernel.Size, kernel.Size / 2);
        var (frameHeight, frameWidth) = (FftPlan.NextLength(y.Height + (2 * margin)), FftPlan.NextLength(y.Width + (2 * margin)));
        var transfer = new Complex[frameHeight * frameWidth];
        for (var tap = 0; tap < kernel.Weights.Length; tap++)
        {
            var (dy, dx) = ((tap / kernel.Size) - half, (tap % kernel.Size) - half);
            transfer[((-dy + frameHeight) % frameHeight * frameWidth) + ((-dx + frameWidth) % frameWidth)] = kernel.Weights[tap];
        }

        Fourier2D.Forward(transfer, frameHeight, frameWidth);
        var scale = Math.Sqrt(transfer.Length);
        var corrected = (double[])z.Clone();
        for (var c = 0; c < y.Channels; c++)
        {
            var frame = new Complex[transfer.Length];
            ForEachPixel((n, at) => frame[at] = residual[(c * y.PlaneLength) + n]);
            Fourier2D.Forward(frame, frameHeight, frameWidth);
            for (var f = 0; f < frame.Length; f++)
            {
                var k = transfer[f] * scale;
                frame[f] *= Complex.Conjugate(k) / ((k * Complex.Conjugate(k)).Real + alpha);
            }

            Fourier2D.Inverse(frame, frameHeight, frameWidth);
            ForEachPixel((n, at) => corrected[(c * y.PlaneLength) + n] += frame[at].Real);
        }

        return corrected;

        void ForEachPixel(Action<int, int> visit)
        {
            for (var n = 0; n < y.PlaneLength; n++)
            {
                visit(n, (((n / y.Width) + margin) * frameWidth) + (n % y.Width) + margin);
            }
        }
    }
}
