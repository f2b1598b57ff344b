using BirD.Client.Bench.Pictures;
using BirD.Client.Bench.Speed;
using BirD.Restoration.Devices;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench.Gpu;

/// <summary>Keeps a device busy through the product's own engine, and looks how busy it gets.</summary>
/// <param name="services">A restoration on the device.</param>
/// <param name="side">Of the pictures.</param>
/// <param name="index">The device's number, for the driver.</param>
internal sealed class GpuLoad(IServiceProvider services, int side, int index)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly IPictureRestorer restorer = services.GetRequiredService<IPictureRestorer>();
    private readonly IStepEngine engine = services.GetRequiredService<IStepEngine>();
    private readonly byte[] file = Picture(side);

    /// <summary>Steps alone, with so many pictures in work; a first round makes plans and fetches memory.</summary>
    public async Task<GpuRate> StepsAsync(int pictures, int steps, CancellationToken cancellationToken)
    {
        await RoundAsync(pictures, 2, cancellationToken);
        var (cost, busy) = await RoundAsync(pictures, steps, cancellationToken);
        return new GpuRate(pictures, pictures * steps / cost.Wall, 1000 * cost.Processor / (pictures * steps), busy);
    }

    /// <summary>From file to file: three pictures a slot.</summary>
    public async Task<GpuFiles> FilesAsync(int slots, int steps, CancellationToken cancellationToken)
    {
        const int Each = 3;
        var start = Cost.Now();
        var (_, busy) = await WatchAsync(() => Task.WhenAll(Enumerable.Range(0, slots).Select(async _ =>
        {
            for (var n = 0; n < Each; n++)
            {
                var work = await restorer.OpenAsync(new PictureInput(file), Settings(steps), null, cancellationToken);
                await engine.RunAsync(work.Session!, SegmentLimit.None, cancellationToken);
                await restorer.FinishAsync(work, cancellationToken);
            }
        })));
        return new GpuFiles(slots, steps, 3600 * slots * Each / Cost.Since(start).Wall, busy);
    }

    private async Task<(Cost Cost, double? Busy)> RoundAsync(int pictures, int steps, CancellationToken cancellationToken)
    {
        var works = new List<PictureWork>();
        try
        {
            for (var n = 0; n < pictures; n++)
            {
                works.Add(await restorer.OpenAsync(new PictureInput(file), Settings(steps), null, cancellationToken));
            }

            return await WatchAsync(() => Task.WhenAll(works.Select(work => engine.RunAsync(work.Session!, SegmentLimit.None, cancellationToken).AsTask())));
        }
        finally
        {
            works.ForEach(work => work.Dispose());
        }
    }

    private async Task<(Cost Cost, double? Busy)> WatchAsync(Func<Task> work)
    {
        var (start, looks) = (Cost.Now(), new List<double>());
        var working = work();
        while (await Task.WhenAny(working, Task.Delay(Look)) != working)
        {
            if (Nvml.Device(index)?.Busy is { } busy)
            {
                looks.Add(busy);
            }
        }

        await working;
        return (Cost.Since(start), looks.Count > 0 ? looks.Average() : null);
    }

    private static RestoreSettings Settings(int steps) => new() { Task = RestorationTask.Denoise, NoiseSigma = 0.1, Steps = steps };

    private static byte[] Picture(int side)
    {
        var picture = new ImageTensor(3, side, side);
        new PhiloxNoise(1).Fill(picture, NoiseUse.Start, 0);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = Math.Clamp(0.5f + (0.1f * picture.Data[n]), 0, 1);
        }

        return LosslessPicture.Encode(picture);
    }
}
