using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The kept halves of some planes' spectra, from the pool.</summary>
internal sealed class PlaneSpectra : IDisposable
{
    private readonly ImageTensor real;
    private readonly ImageTensor imaginary;

    public PlaneSpectra(RealPlaneFft fft, int planes = 1) =>
        (real, imaginary) = (TensorPool.Rent(planes, 1, fft.SpectrumLength), TensorPool.Rent(planes, 1, fft.SpectrumLength));

    /// <summary>Real parts, plane after plane.</summary>
    public float[] Re => real.Data;

    /// <summary>Imaginary parts.</summary>
    public float[] Im => imaginary.Data;

    /// <summary>Of planes as large as the transform.</summary>
    public static PlaneSpectra Of(RealPlaneFft fft, params ImageTensor[] planes)
    {
        var spectra = new PlaneSpectra(fft, planes.Length);
        fft.Forward(planes.Length, (plane, y, from, values) => planes[plane].Data.AsSpan((y * fft.Width) + from, values.Length).CopyTo(values), spectra.Re, spectra.Im);
        return spectra;
    }

    public void Dispose()
    {
        TensorPool.Return(real);
        TensorPool.Return(imaginary);
    }
}
