using BenchmarkDotNet.Attributes;
using BirD.Restoration.Engine;
using BirD.Restoration.Hosting;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Priors.Analytic;
using BirD.Restoration.Settings;
using Microsoft.Extensions.DependencyInjection;
using NetVips;

namespace BirD.Bench;

/// <summary>What a picture of 256 x 256 takes besides its evaluations: from its file to its session, one step that is nothing, and to its result's file.</summary>
[MemoryDiagnoser]
[InProcess]
public class PictureBenchmarks
{
    private const int Side = 256;

    private readonly ServiceProvider services = new ServiceCollection()
        .AddRestoration(new RestorationOptions(), _ => new LoadedPrior(new NullDenoiser(), "null"))
        .BuildServiceProvider();

    private byte[] file = [];

    [Params(RestorationTask.Denoise, RestorationTask.Auto)]
    public RestorationTask Task { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        using var noise = Image.Gaussnoise(Side, Side, sigma: 25, mean: 128, seed: 1);
        using var picture = noise.Bandjoin(noise, noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        file = picture.PngsaveBuffer();
    }

    [GlobalCleanup]
    public void CleanUp() => services.Dispose();

    /// <summary>Decoding, measuring, planning.</summary>
    [Benchmark]
    public async Task OpenAsync() => (await WorkAsync()).Dispose();

    /// <summary>All of it, with a step and its data step, the result's confidence, encoding and metadata.</summary>
    [Benchmark]
    public async Task<FinishedPicture> RestoreAsync()
    {
        var work = await WorkAsync();
        if (work.Session is { } session)
        {
            await services.GetRequiredService<IStepEngine>().RunAsync(session, SegmentLimit.None, CancellationToken.None);
        }

        return await services.GetRequiredService<IPictureRestorer>().FinishAsync(work, CancellationToken.None);
    }

    private ValueTask<PictureWork> WorkAsync() => services.GetRequiredService<IPictureRestorer>().OpenAsync(
        file, new RestoreSettings { Task = Task, NoiseSigma = Task == RestorationTask.Denoise ? 0.1 : null, Steps = 1 }, null, CancellationToken.None);
}
