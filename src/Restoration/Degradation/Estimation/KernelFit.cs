using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Estimation;

/// <summary>The kernel that best turns predicted edges into the observed ones: ridge regression, closed form in frequency.</summary>
internal static class KernelFit
{
    public static DegradationKernel Fit(EdgePrediction edges, ImageTensor observed, int size, double noise)
    {
        var (h, w) = (observed.Height, observed.Width);
        var fft = new PlaneFft(FftPlan.NextLength(h + size), FftPlan.NextLength(w + size));
        var (bx, by) = EdgePrediction.Differences(observed);
        var numerator = new ComplexPlane(fft.Width, fft.Height);
        var power = new float[numerator.Re.Length];
        Accumulate(edges.X, bx);
        Accumulate(edges.Y, by);

        var mean = power.Average();
        var ridge = (0.01f * mean) + ((float)(noise * noise) * h * w * 0.2f);
        for (var n = 0; n < power.Length; n++)
        {
            numerator.Re[n] /= power[n] + ridge;
            numerator.Im[n] /= power[n] + ridge;
        }

        return Crop(fft.Inverse(numerator), size);

        void Accumulate(ImageTensor sharp, ImageTensor blurred)
        {
            var (s, b) = (fft.Forward(Frame(sharp, fft, size)), fft.Forward(Frame(blurred, fft, size)));
            for (var n = 0; n < power.Length; n++)
            {
                numerator.Re[n] += (s.Re[n] * b.Re[n]) + (s.Im[n] * b.Im[n]);
                numerator.Im[n] += (s.Re[n] * b.Im[n]) - (s.Im[n] * b.Re[n]);
                power[n] += (s.Re[n] * s.Re[n]) + (s.Im[n] * s.Im[n]);
            }
        }
    }

    /// <summary>Zero frame; the kernel's reach along the border is left out, because what lies beyond was not observed.</summary>
    private static ComplexPlane Frame(ImageTensor plane, PlaneFft fft, int size)
    {
        var frame = new ComplexPlane(fft.Height, fft.Width);
        var margin = Math.Min(size / 2, Math.Min(plane.Height, plane.Width) / 8);
        for (var y = margin; y < plane.Height - margin; y++)
        {
            plane.Data.AsSpan((y * plane.Width) + margin, plane.Width - (2 * margin)).CopyTo(frame.Re.AsSpan((y * fft.Width) + margin));
        }

        return frame;
    }

    /// <summary>Impulse response to correlation taps: tap d sits at position -d of the response.</summary>
    private static DegradationKernel Crop(ComplexPlane response, int size)
    {
        var (half, weights) = (size / 2, new float[size * size]);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var (y, x) = ((half - i + response.Height) % response.Height, (half - j + response.Width) % response.Width);
                weights[(i * size) + j] = response.Re[(y * response.Width) + x];
            }
        }

        return new DegradationKernel(1, size, weights);
    }
}
