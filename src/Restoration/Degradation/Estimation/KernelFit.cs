using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Estimation;

/// <summary>The non-negative kernel that best turns sharp edges into the observed ones.</summary>
/// <remarks>
/// Least squares with the kernel's small support and its sign built in: an unconstrained fit over the whole frame, cropped
/// and clipped afterwards, spreads the misfit of the edges over taps that can't exist.
/// </remarks>
internal static class KernelFit
{
    /// <summary>Edges of the sharp picture and of the observation to the kernel between them.</summary>
    /// <param name="edges">Predicted gradients.</param>
    /// <param name="observed">Blurred plane.</param>
    /// <param name="start">Where to begin and, by its side, how large the kernel may be.</param>
    /// <param name="ridge">Weight of |K - anchor|^2 relative to the energy of the edges.</param>
    /// <param name="anchor">What the ridge pulls towards; null for 0.</param>
    public static DegradationKernel Fit(
        EdgePrediction edges, ImageTensor observed, DegradationKernel start, double ridge, DegradationKernel? anchor = null) =>
        Equations(edges, observed, start.Size).Solve(start, ridge, anchor);

    /// <summary>The least squares problem by itself.</summary>
    /// <param name="edges">Predicted gradients.</param>
    /// <param name="observed">Blurred plane.</param>
    /// <param name="size">Side of the kernel.</param>
    public static KernelSystem Equations(EdgePrediction edges, ImageTensor observed, int size)
    {
        var fft = new PlaneFft(FftPlan.NextLength(observed.Height + size), FftPlan.NextLength(observed.Width + size));
        var (bx, by) = EdgePrediction.Differences(observed);
        // Horizontal and vertical differences ride as real and imaginary part of one transform; the real part of a
        // correlation of such pairs is the sum of both correlations.
        var sharp = fft.Forward(Frame(edges.X, edges.Y, fft, size));
        var blurred = fft.Forward(Frame(bx, by, fft, size));
        var (own, cross) = (new ComplexPlane(fft.Width, fft.Height), new ComplexPlane(fft.Width, fft.Height));
        for (var n = 0; n < own.Re.Length; n++)
        {
            var (a, b, c, d) = (sharp.Re[n], sharp.Im[n], blurred.Re[n], blurred.Im[n]);
            own.Re[n] = (a * a) + (b * b);
            (cross.Re[n], cross.Im[n]) = ((c * a) + (d * b), (c * b) - (d * a));
        }

        return new KernelSystem(size, Centre(fft.Inverse(own), 2 * (size - 1)), Centre(fft.Inverse(cross), size - 1));
    }

    /// <summary>Zero frame; the kernel's reach along the border is left out, because what lies beyond was not observed.</summary>
    private static ComplexPlane Frame(ImageTensor x, ImageTensor y, PlaneFft fft, int size)
    {
        var frame = new ComplexPlane(fft.Height, fft.Width);
        var margin = Math.Min(size / 2, Math.Min(x.Height, x.Width) / 8);
        for (var row = margin; row < x.Height - margin; row++)
        {
            var (from, count) = ((row * x.Width) + margin, x.Width - (2 * margin));
            x.Data.AsSpan(from, count).CopyTo(frame.Re.AsSpan((row * fft.Width) + margin));
            y.Data.AsSpan(from, count).CopyTo(frame.Im.AsSpan((row * fft.Width) + margin));
        }

        return frame;
    }

    /// <summary>Shifts -reach/2..reach/2 of a periodic correlation, as a square.</summary>
    private static float[] Centre(ComplexPlane correlation, int reach)
    {
        var (side, half) = (reach + 1, reach / 2);
        var square = new float[side * side];
        for (var n = 0; n < square.Length; n++)
        {
            var y = ((n / side) - half + correlation.Height) % correlation.Height;
            var x = ((n % side) - half + correlation.Width) % correlation.Width;
            square[n] = correlation.Re[(y * correlation.Width) + x];
        }

        return square;
    }
}
