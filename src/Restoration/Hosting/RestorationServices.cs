using BirD.Restoration.Engine;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BirD.Restoration.Hosting;

public static partial class RestorationServices
{
    /// <summary>Registers prior, engine, codec and pipeline. The prior is loaded when the first of them is asked for.</summary>
    public static IServiceCollection AddRestoration(this IServiceCollection services, RestorationOptions options) =>
        services.AddRestoration(options, _ => LoadedPrior.Of(
            OnnxDenoiser.Load(options.PriorFile, options.Device)));

    /// <summary>Registers engine, codec and pipeline over a prior of the host's own; the container disposes of it.</summary>
    public static IServiceCollection AddRestoration(
        this IServiceCollection services, RestorationOptions options, Func<IServiceProvider, LoadedPrior> prior) => services
        .AddSingleton(prior)
        .AddSingleton(provider => provider.GetRequiredService<LoadedPrior>().Denoiser)
        .AddSingleton<IImageCodec>(_ => options.DecodeHelper is { } helper ? new IsolatedImageCodec(helper) : new NetVipsImageCodec())
        .AddSingleton<IStepEngine>(provider => Engine(provider, options))
        .AddSingleton<IPictureRestorer>(provider => new PictureRestorer(
            provider.GetRequiredService<IImageCodec>(),
            provider.GetRequiredService<IDenoiser>().Info,
            provider.GetRequiredService<LoadedPrior>().Account,
            options.Limits));

    private static StepEngine Engine(IServiceProvider provider, RestorationOptions options)
    {
        var (prior, time) = (provider.GetRequiredService<LoadedPrior>(), provider.GetService<TimeProvider>() ?? TimeProvider.System);
        if (prior.FallbackReason is { } reason && provider.GetService<ILogger<StepEngine>>() is { } logger)
        {
            // Whoever didn't name the CPU wants to know that a night's work will take ten.
            LogFallback(logger, reason);
        }

        var batch = BatchProfile.PixelsFor(prior.Denoiser, prior.Device, time);
        return new StepEngine(
            prior.Denoiser, prior.Device, time, options.MaxTileSide, batch, provider.GetService<IStepObserver>(), Residency(provider, prior),
            overlaps: prior.Denoiser is OnnxDenoiser && prior.Device != "cpu");
    }

    private static IResidency? Residency(IServiceProvider provider, LoadedPrior prior)
    {
        var (residency, reason) = Residencies.Open(prior.Denoiser);
        if (provider.GetService<ILogger<StepEngine>>() is { } logger)
        {
            if (residency is not null)
            {
                LogOnTheDevice(logger, prior.Device);
            }
            else if (reason is not null)
            {
                LogOnTheHost(logger, prior.Device, reason);
            }
        }

        return residency;
    }
}
