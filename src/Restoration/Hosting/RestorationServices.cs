using BirD.Restoration.Denoising;
using BirD.Restoration.Denoising.Onnx;
using BirD.Restoration.Engine;
using BirD.Restoration.Imaging;
using BirD.Restoration.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BirD.Restoration.Hosting;

public static class RestorationServices
{
    /// <summary>Registers prior, engine, codec and pipeline. The prior is loaded when the first of them is asked for.</summary>
    public static IServiceCollection AddRestoration(this IServiceCollection services, RestorationOptions options) => services
        .AddSingleton(provider => OnnxDenoiser.Load(
            options.PriorFile, options.Device, provider.GetService<ILogger<OnnxDenoiser>>()))
        .AddSingleton<IDenoiser>(provider => provider.GetRequiredService<OnnxDenoiser>())
        .AddSingleton<IImageCodec, NetVipsImageCodec>()
        .AddSingleton<IStepEngine>(provider => new StepEngine(
            provider.GetRequiredService<OnnxDenoiser>(),
            provider.GetRequiredService<OnnxDenoiser>().Device,
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            options.MaxTileSide))
        .AddSingleton<IPictureRestorer>(provider => new PictureRestorer(
            provider.GetRequiredService<IImageCodec>(),
            provider.GetRequiredService<OnnxDenoiser>().Info,
            provider.GetRequiredService<OnnxDenoiser>().Device,
            options.Limits));
}
