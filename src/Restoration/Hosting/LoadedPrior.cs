using BirD.Restoration.Denoising;
using BirD.Restoration.Denoising.Onnx;

namespace BirD.Restoration.Hosting;

/// <summary>A prior that is ready for work.</summary>
/// <param name="Denoiser">The prior.</param>
/// <param name="Device">Name of the device it runs on.</param>
public sealed record LoadedPrior(IDenoiser Denoiser, string Device)
{
    public static LoadedPrior Of(OnnxDenoiser denoiser) => new(denoiser, denoiser.Device);
}
