using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The non-negative kernel that best turns sharp edges into the observed ones.</summary>
/// <remarks>
/// Least squares with the kernel's small support and its sign built in: an unconstrained fit over the whole frame, cropped
/// and clipped afterwards, spreads the misfit of the edges over taps that can't exist.
/// </remarks>
internal static class KernelFit
{
    /// <summary>Parts of a spectrum that are worked on side by side.</summary>
    private const int Pieces = 16;

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
        var fft = new RealPlaneFft(FftPlan.NextLength(observed.Height + size), FftPlan.NextLength(observed.Width + size));
        var (bx, by) = EdgePrediction.Differences(observed);
        ImageTensor[] planes = [edges.X, edges.Y, bx, by];
        var (re, im) = (TensorPool.Rent(planes.Length, 1, fft.SpectrumLength), TensorPool.Rent(planes.Length, 1, fft.SpectrumLength));
        fft.Forward(planes.Length, (plane, y, from, values) => Frame(planes[plane], size, y, from, values), re.Data, im.Data);
        Correlate(re, im);
        var (own, cross) = (new Square(2 * (size - 1)), new Square(size - 1));
        var scale = 1f / ((float)fft.Height * fft.Width);
        fft.Inverse(2, re.Data, im.Data, (plane, y, from, values) => (plane == 0 ? own : cross).Take(values, y, from, fft.Height, fft.Width, scale));
        foreach (var used in (ImageTensor[])[bx, by, re, im])
        {
            TensorPool.Return(used);
        }

        return new KernelSystem(size, own.Values, cross.Values);
    }

    /// <summary>
    /// Spectra of horizontal and vertical differences, sharp and observed, become those of the sharp ones' autocorrelation and of
    /// their correlation with the observed ones, each summed over both differences.
    /// </summary>
    private static void Correlate(ImageTensor re, ImageTensor im) => Parallel.For(0, Pieces, piece =>
    {
        var length = re.Width;
        Span<float> ax = re.Plane(0), ay = re.Plane(1), bx = re.Plane(2), by = re.Plane(3);
        Span<float> cx = im.Plane(0), cy = im.Plane(1), dx = im.Plane(2), dy = im.Plane(3);
        for (var n = (int)((long)length * piece / Pieces); n < (long)length * (piece + 1) / Pieces; n++)
        {
            var own = (ax[n] * ax[n]) + (cx[n] * cx[n]) + (ay[n] * ay[n]) + (cy[n] * cy[n]);
            var crossRe = (bx[n] * ax[n]) + (dx[n] * cx[n]) + (by[n] * ay[n]) + (dy[n] * cy[n]);
            var crossIm = (bx[n] * cx[n]) - (dx[n] * ax[n]) + (by[n] * cy[n]) - (dy[n] * ay[n]);
            (ax[n], cx[n], ay[n], cy[n]) = (own, 0, crossRe, crossIm);
        }
    });

    /// <summary>The kernel's reach along the border is left out, because what lies beyond was not observed.</summary>
    private static void Frame(ImageTensor plane, int size, int y, int from, Span<float> values)
    {
        values.Clear();
        var margin = Math.Min(size / 2, Math.Min(plane.Height, plane.Width) / 8);
        var (first, end) = (Math.Max(from, margin), Math.Min(from + values.Length, plane.Width - margin));
        if (y >= margin && y < plane.Height - margin && first < end)
        {
            plane.Data.AsSpan((y * plane.Width) + first, end - first).CopyTo(values[(first - from)..]);
        }
    }

    /// <summary>Shifts -reach/2..reach/2 of a periodic correlation, as a square.</summary>
    private sealed class Square(int reach)
    {
        private readonly int side = reach + 1;

        public float[] Values { get; } = new float[(reach + 1) * (reach + 1)];

        /// <summary>Keeps what of a part of a row lies in the square. Parts may come at the same time.</summary>
        public void Take(ReadOnlySpan<float> values, int y, int from, int height, int width, float scale)
        {
            var row = ((y + (reach / 2)) % height);
            for (var x = 0; row < side && x < values.Length; x++)
            {
                var column = (from + x + (reach / 2)) % width;
                if (column < side)
                {
                    Values[(row * side) + column] = scale * values[x];
                }
            }
        }
    }
}
