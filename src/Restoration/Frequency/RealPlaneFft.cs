using System.Buffers;

namespace BirD.Restoration.Frequency;

/// <summary>Filters real planes through the Fourier domain, at half the work of the complex transform.</summary>
/// <remarks>
/// Two columns ride as real and imaginary part of one; of their spectra the frequencies 0 to height / 2 are kept, the others
/// are their conjugates. These lie in strips of <see cref="FftPlan.Strip"/> frequencies, [strip][column][frequency], so that
/// the transform along the rows, the filter and the way back need no other memory than the strip itself, which fits the cache.
/// </remarks>
internal sealed partial class RealPlaneFft
{
    private const int Strip = FftPlan.Strip;

    private readonly FftPlan columns;
    private readonly FftPlan rows;

    public RealPlaneFft(int height, int width)
    {
        (columns, rows) = (new FftPlan(height), new FftPlan(width));
        Strips = ((height / 2) + Strip) / Strip;
        SpectrumLength = Strips * Strip * width;
    }

    /// <summary>A part of a row of a plane, from a column on: to be filled, or to be taken.</summary>
    public delegate void Row(int plane, int y, int from, Span<float> values);

    /// <summary>What happens to the spectrum of a plane from <paramref name="from"/> on.</summary>
    public delegate void Pointwise(int plane, int from, Span<float> re, Span<float> im);

    public int Height => columns.Length;

    public int Width => rows.Length;

    /// <summary>Strips of frequencies along the columns.</summary>
    public int Strips { get; }

    /// <summary>Values of the kept half of a spectrum, its last strip filled up.</summary>
    public int SpectrumLength { get; }

    /// <summary>How often the frequencies of a lane of a strip occur in the whole spectrum: 0, 1 or 2 times.</summary>
    public int Occurrences(int strip, int lane)
    {
        var v = (strip * Strip) + lane;
        return v > Height / 2 ? 0 : v == 0 || 2 * v == Height ? 1 : 2;
    }

    /// <summary>Frequency along the columns and along the rows at a place of a kept half.</summary>
    public (int V, int U) FrequencyAt(int at) => ((at / (Strip * Width) * Strip) + (at % Strip), at / Strip % Width);

    /// <summary>Transforms planes along both directions.</summary>
    /// <param name="planes">How many.</param>
    /// <param name="read">Fills a part of a row of a plane; all of it must be written.</param>
    /// <param name="re">Real parts: planes x <see cref="SpectrumLength"/>.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="between">Applied to each strip of the spectrum, and then the rows are transformed back; null leaves the spectrum.</param>
    public void Forward(int planes, Row read, float[] re, float[] im, Pointwise? between = null)
    {
        var pairs = (Width + (2 * Strip) - 1) / (2 * Strip);
        Parallel.For(0, planes * pairs, n => Down(n / pairs, n % pairs * 2 * Strip, read, re, im));
        Parallel.For(0, planes * Strips, n => Across(n / Strips, n % Strips, re, im, between));
    }

    /// <summary>Completes what <see cref="Forward"/> with a filter between began: back along the columns, unscaled.</summary>
    /// <param name="planes">How many.</param>
    /// <param name="re">As it was left.</param>
    /// <param name="im">As it was left.</param>
    /// <param name="write">Takes a part of a row of a plane, times height x width.</param>
    public void Back(int planes, float[] re, float[] im, Row write)
    {
        var pairs = (Width + (2 * Strip) - 1) / (2 * Strip);
        Parallel.For(0, planes * pairs, n => Up(n / pairs, n % pairs * 2 * Strip, re, im, write));
    }

    /// <summary>Planes from their spectra, unscaled: both directions back. Overwrites the spectra.</summary>
    /// <param name="planes">How many.</param>
    /// <param name="re">As <see cref="Forward"/> left it without a filter.</param>
    /// <param name="im">Likewise.</param>
    /// <param name="write">Takes a part of a row of a plane, times height x width.</param>
    public void Inverse(int planes, float[] re, float[] im, Row write)
    {
        Parallel.For(0, planes * Strips, n => Across(n / Strips, n % Strips, im, re, null));
        Back(planes, re, im, write);
    }

    /// <summary>One strip of frequencies along the rows, the filter, and the rows back.</summary>
    private void Across(int plane, int strip, float[] re, float[] im, Pointwise? between)
    {
        var (part, from) = (Width * Strip, strip * Width * Strip);
        var buffer = ArrayPool<float>.Shared.Rent(2 * part);
        Span<float> a = re.AsSpan((plane * SpectrumLength) + from, part), b = im.AsSpan((plane * SpectrumLength) + from, part);
        Span<float> c = buffer.AsSpan(0, part), d = buffer.AsSpan(part, part);
        rows.Run(a, b, c, d);
        if (between is not null)
        {
            between(plane, from, a, b);
            rows.Run(b, a, d, c);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private int At(int plane, int v, int column) =>
        (plane * SpectrumLength) + (((v / Strip * Width) + column) * Strip) + (v % Strip);
}
