using System.Diagnostics;
using BirD.Client.Inputs;
using BirD.Restoration.Engine;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging;
using BirD.Restoration.Metrics;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench;

/// <summary>Degrade, restore through the product's own pipeline and engine, compare with the truth.</summary>
internal static class QualityBench
{
    public static async Task<int> ExecuteAsync(QualityRequest request, CancellationToken cancellationToken)
    {
        if (request.Settings.Task is not (RestorationTask.Denoise or RestorationTask.Deblur))
        {
            throw new UsageException("bench quality needs --task denoise or --task deblur.");
        }

        var files = InputWalker.List([request.Folder], Path.Combine(request.Folder, ".none"))
            .SelectMany(root => root.Keys.Select(key => Path.Combine(root.Location, key))).Take(request.Limit).ToList();
        await using var services = new ServiceCollection()
            .AddRestoration(new RestorationOptions { PriorFile = request.PriorFile, Device = request.Device })
            .BuildServiceProvider();
        var (damage, rows) = (Damage.For(request), new List<QualityRow>());
        var report = new QualityReport(request);
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            rows.Add(await MeasureAsync(services, request, damage, file, index, cancellationToken));
            report.Row(rows[^1]);
        }

        report.Close(rows);
        return ExitCodes.Done;
    }

    private static async Task<QualityRow> MeasureAsync(
        IServiceProvider services, QualityRequest request, Damage damage, string file, int index, CancellationToken cancellationToken)
    {
        var codec = services.GetRequiredService<IImageCodec>();
        var source = codec.Decode(await File.ReadAllBytesAsync(file, cancellationToken), new DecodeLimits());
        var damaged = damage.Apply(source.Pixels, index);
        // Lossless whatever the source's format was: the codec's own artefacts are not the subject.
        var input = LosslessPicture.Encode(damaged);

        var clock = Stopwatch.StartNew();
        var restorer = services.GetRequiredService<IPictureRestorer>();
        var settings = request.Blind ? request.Settings : damage.Tell(request.Settings);
        var work = await restorer.OpenAsync(input, settings, null, cancellationToken);
        if (work.Session is { } session)
        {
            await services.GetRequiredService<IStepEngine>().RunAsync(session, SegmentLimit.None, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var finished = await restorer.FinishAsync(work, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var result = codec.Decode(finished.Output, new DecodeLimits()).Pixels;
        if (request.Save is { } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".in.png"), input, cancellationToken);
            await File.WriteAllBytesAsync(Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".out.png"), finished.Output, cancellationToken);
        }

        return new QualityRow(
            Path.GetFileName(file), finished.Outcome, Psnr(damaged, source.Pixels), Psnr(result, source.Pixels),
            ImageMetrics.Ssim(damaged, source.Pixels), ImageMetrics.Ssim(result, source.Pixels), seconds);
    }

    private static double Psnr(ImageTensor picture, ImageTensor truth) => ImageMetrics.Psnr(picture, truth);
}
