using BirD.Restoration.Degradation;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Frequency;

/// <summary>Applies a degradation kernel, and its regularised inverse, to a picture through the Fourier domain.</summary>
/// <remarks>The picture sits in a larger periodic frame; <see cref="Margin"/> pixels of reflection keep the wrap away.</remarks>
public sealed class FrequencyFilter
{
    private readonly int height;
    private readonly int width;
    private readonly PlaneFft fft;
    private readonly ComplexPlane[] transfer;

    public FrequencyFilter(int height, int width, DegradationKernel kernel)
    {
        (this.height, this.width) = (height, width);
        Margin = kernel.Size;
        fft = new PlaneFft(FftPlan.NextLength(height + (2 * Margin)), FftPlan.NextLength(width + (2 * Margin)));
        transfer = [.. Enumerable.Range(0, kernel.Channels).Select(c => Transfer(kernel, c))];
    }

    public int Margin { get; }

    /// <summary>K*u with reflected borders.</summary>
    public ImageTensor Apply(ImageTensor u) => Filter(u, reflect: true, (re, im, h) =>
    {
        for (var n = 0; n < re.Length; n++)
        {
            (re[n], im[n]) = ((re[n] * h.Re[n]) - (im[n] * h.Im[n]), (re[n] * h.Im[n]) + (im[n] * h.Re[n]));
        }
    });

    /// <summary>argmin over d of |r - K*d|^2 + alpha |d|^2; outside the picture r counts as 0 (nothing was observed there).</summary>
    public ImageTensor Solve(ImageTensor residual, double alpha)
    {
        var a = (float)alpha;
        return Filter(residual, reflect: false, (re, im, h) =>
        {
            for (var n = 0; n < re.Length; n++)
            {
                var (c, s) = (h.Re[n], -h.Im[n]);
                var scale = 1 / ((c * c) + (s * s) + a);
                (re[n], im[n]) = (((re[n] * c) - (im[n] * s)) * scale, ((re[n] * s) + (im[n] * c)) * scale);
            }
        });
    }

    /// <summary>Mean over frequency and channel of f(|K|^2).</summary>
    public double Mean(Func<double, double> f)
    {
        var sum = 0.0;
        foreach (var h in transfer)
        {
            for (var n = 0; n < h.Re.Length; n++)
            {
                sum += f(((double)h.Re[n] * h.Re[n]) + ((double)h.Im[n] * h.Im[n]));
            }
        }

        return sum / (transfer.Length * transfer[0].Re.Length);
    }

    private ImageTensor Filter(ImageTensor image, bool reflect, Action<float[], float[], ComplexPlane> pointwise)
    {
        var output = new ImageTensor(image.Channels, height, width);
        // With one filter for all channels two planes share a transform.
        var stride = transfer.Length == 1 ? 2 : 1;
        for (var c = 0; c < image.Channels; c += stride)
        {
            var second = stride == 2 && c + 1 < image.Channels;
            var frame = new ComplexPlane(fft.Height, fft.Width);
            Embed(image, c, frame.Re, reflect);
            if (second)
            {
                Embed(image, c + 1, frame.Im, reflect);
            }

            var spectrum = fft.Forward(frame);
            pointwise(spectrum.Re, spectrum.Im, transfer[Math.Min(c, transfer.Length - 1)]);
            var filtered = fft.Inverse(spectrum);
            Extract(filtered.Re, output.Plane(c));
            if (second)
            {
                Extract(filtered.Im, output.Plane(c + 1));
            }
        }

        return output;
    }

    /// <summary>K as a correlation is a convolution with the flipped kernel: tap d goes to position -d.</summary>
    private ComplexPlane Transfer(DegradationKernel kernel, int channel)
    {
        var frame = new ComplexPlane(fft.Height, fft.Width);
        var (k, half) = (kernel.Size, kernel.Size / 2);
        var filter = kernel.Filter(channel);
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
            {
                var (y, x) = ((half - i + fft.Height) % fft.Height, (half - j + fft.Width) % fft.Width);
                frame.Re[(y * fft.Width) + x] = filter[(i * k) + j];
            }
        }

        return fft.Forward(frame);
    }

    private void Embed(ImageTensor image, int channel, float[] frame, bool reflect)
    {
        var plane = image.Plane(channel);
        var (from, to) = reflect ? (-Margin, Margin) : (0, 0);
        for (var y = from; y < height + to; y++)
        {
            var source = plane.Slice(Reflect.Index(y, height) * width, width);
            var target = frame.AsSpan((y + Margin) * fft.Width, fft.Width);
            source.CopyTo(target[Margin..]);
            for (var x = 1; x <= to; x++)
            {
                target[Margin - x] = source[Reflect.Index(-x, width)];
                target[Margin + width - 1 + x] = source[Reflect.Index(width - 1 + x, width)];
            }
        }
    }

    private void Extract(float[] frame, Span<float> plane)
    {
        for (var y = 0; y < height; y++)
        {
            frame.AsSpan(((y + Margin) * fft.Width) + Margin, width).CopyTo(plane[(y * width)..]);
        }
    }
}
