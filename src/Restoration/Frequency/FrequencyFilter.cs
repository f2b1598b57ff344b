using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BirD.Restoration.Degradations;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Frequency;

/// <summary>Applies a degradation kernel, and its regularised inverse, to a picture through the Fourier domain.</summary>
/// <remarks>
/// The picture sits in a larger periodic frame; <see cref="Margin"/> pixels of reflection keep the wrap away. What both answer
/// comes from the pool of tensors, and may go back there.
/// </remarks>
public sealed class FrequencyFilter
{
    private readonly int height;
    private readonly int width;
    private readonly RealPlaneFft fft;
    private readonly int filters;

    /// <summary>The kernel's spectrum, one per filter.</summary>
    private readonly ImageTensor transferRe;
    private readonly ImageTensor transferIm;

    public FrequencyFilter(int height, int width, DegradationKernel kernel)
    {
        (this.height, this.width, filters) = (height, width, kernel.Channels);
        Margin = kernel.Size;
        fft = new RealPlaneFft(FftPlan.NextLength(height + (2 * Margin)), FftPlan.NextLength(width + (2 * Margin)));
        (transferRe, transferIm) = (TensorPool.Rent(filters, 1, fft.SpectrumLength), TensorPool.Rent(filters, 1, fft.SpectrumLength));
        fft.Forward(filters, (channel, y, from, values) => Impulse(kernel, channel, y, from, values), transferRe.Data, transferIm.Data);
    }

    public int Margin { get; }

    /// <summary>K*u with reflected borders, for a kernel that is applied once.</summary>
    public static ImageTensor Apply(ImageTensor u, DegradationKernel kernel)
    {
        var filter = new FrequencyFilter(u.Height, u.Width, kernel);
        var filtered = filter.Apply(u);
        TensorPool.Return(filter.transferRe);
        TensorPool.Return(filter.transferIm);
        return filtered;
    }

    /// <summary>K*u with reflected borders.</summary>
    public ImageTensor Apply(ImageTensor u) => Filter(u, Margin, (plane, from, re, im) =>
    {
        var at = TransferOf(plane) + from;
        Spectra.Multiply(re, im, transferRe.Data.AsSpan(at, re.Length), transferIm.Data.AsSpan(at, re.Length));
    });

    /// <summary>argmin over d of |r - K*d|^2 + alpha |d|^2; outside the picture r counts as 0 (nothing was observed there).</summary>
    public ImageTensor Solve(ImageTensor residual, double alpha) => Filter(residual, 0, (plane, from, re, im) =>
    {
        var at = TransferOf(plane) + from;
        Spectra.Regularise(re, im, transferRe.Data.AsSpan(at, re.Length), transferIm.Data.AsSpan(at, re.Length), (float)alpha);
    });

    /// <summary>Mean over frequency and channel of f(|K|^2), to about 1e-5 of it.</summary>
    /// <param name="f">Applied to several values at once.</param>
    public double Mean(Func<Vector<float>, Vector<float>> f)
    {
        var sum = 0.0;
        ReadOnlySpan<Vector<float>> re = MemoryMarshal.Cast<float, Vector<float>>(transferRe.Data), im = MemoryMarshal.Cast<float, Vector<float>>(transferIm.Data);
        var (perColumn, at) = (FftPlan.Strip / Vector<float>.Count, 0);
        Span<Vector<float>> sums = stackalloc Vector<float>[perColumn];
        for (var strip = 0; strip < filters * fft.Strips; strip++)
        {
            // A strip's sums are of a few thousand values of one sign at most, for which a float will do; the whole's are not.
            sums.Clear();
            for (var x = 0; x < fft.Width; x++)
            {
                for (var part = 0; part < perColumn; part++, at++)
                {
                    sums[part] += f(Vector.MultiplyAddEstimate(re[at], re[at], im[at] * im[at]));
                }
            }

            for (var lane = 0; lane < FftPlan.Strip; lane++)
            {
                var occurrences = fft.Occurrences(strip % fft.Strips, lane);
                sum += occurrences == 0 ? 0 : occurrences * (double)sums[lane / Vector<float>.Count][lane % Vector<float>.Count];
            }
        }

        return sum / ((double)filters * fft.Height * fft.Width);
    }

    private ImageTensor Filter(ImageTensor image, int reflected, RealPlaneFft.Pointwise pointwise)
    {
        var output = TensorPool.Rent(image.Channels, height, width);
        var (re, im) = (TensorPool.Rent(image.Channels, 1, fft.SpectrumLength), TensorPool.Rent(image.Channels, 1, fft.SpectrumLength));
        fft.Forward(image.Channels, (plane, y, from, values) => Embed(image.Plane(plane), reflected, y - Margin, from - Margin, values), re.Data, im.Data, pointwise);
        fft.Back(image.Channels, re.Data, im.Data, (plane, y, from, values) => Extract(values, y - Margin, from - Margin, output.Plane(plane)));
        TensorPool.Return(re);
        TensorPool.Return(im);
        return output;
    }

    private int TransferOf(int plane) => filters == 1 ? 0 : plane * fft.SpectrumLength;

    /// <summary>K as a correlation is a convolution with the flipped kernel: tap d goes to position -d.</summary>
    private void Impulse(DegradationKernel kernel, int channel, int y, int from, Span<float> values)
    {
        values.Clear();
        var half = kernel.Size / 2;
        var filter = kernel.Filter(channel);
        var i = half - (y <= half ? y : y - fft.Height);
        for (var j = 0; i >= 0 && i < kernel.Size && j < kernel.Size; j++)
        {
            var x = ((half - j + fft.Width) % fft.Width) - from;
            if (x >= 0 && x < values.Length)
            {
                values[x] = filter[(i * kernel.Size) + j];
            }
        }
    }

    /// <summary>A part of a row of the frame, with the picture reflected that far beyond its borders and 0 further out.</summary>
    private void Embed(ReadOnlySpan<float> plane, int reflected, int y, int from, Span<float> values)
    {
        if (y < -reflected || y >= height + reflected)
        {
            values.Clear();
            return;
        }

        var row = plane.Slice(Reflect.Index(y, height) * width, width);
        if (from >= 0 && from + values.Length <= width)
        {
            row.Slice(from, values.Length).CopyTo(values);
            return;
        }

        if (reflected == 0 && (from >= width || from + values.Length <= 0))
        {
            values.Clear();
            return;
        }

        for (var n = 0; n < values.Length; n++)
        {
            var x = from + n;
            values[n] = (uint)x < (uint)width ? row[x] : x >= -reflected && x < width + reflected ? row[Reflect.Index(x, width)] : 0;
        }
    }

    private void Extract(ReadOnlySpan<float> values, int y, int from, Span<float> plane)
    {
        var (first, end) = (Math.Max(from, 0), Math.Min(from + values.Length, width));
        if (y >= 0 && y < height && first < end)
        {
            TensorPrimitives.Multiply(values[(first - from)..(end - from)], 1f / ((float)fft.Height * fft.Width), plane.Slice((y * width) + first, end - first));
        }
    }
}
