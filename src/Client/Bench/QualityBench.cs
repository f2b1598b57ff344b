using BirD.Client.Bench.Damages;
using BirD.Client.Bench.Quality;
using BirD.Client.Bench.Reports;
using BirD.Client.Inputs;
using BirD.Restoration.Hosting;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench;

/// <summary>Degrade, restore blind through the product's own pipeline and engine, compare with the truth and with others.</summary>
internal static class QualityBench
{
    public static async Task<int> ExecuteAsync(QualityRequest request, CancellationToken cancellationToken)
    {
        var files = InputWalker.Files(request.Folder, request.Limit);
        await using var services = new ServiceCollection()
            .AddRestoration(new RestorationOptions { PriorFile = request.PriorFile, Device = request.Device })
            .BuildServiceProvider();
        var report = new QualityReport(request);
        foreach (var (name, severity) in request.Severities.SelectMany(severity => request.Damages.Select(name => (name, severity))))
        {
            if (DamageCatalogue.Create(name, severity, request.Trajectories, request.Overlays) is not { } made)
            {
                report.NotMeasured(name, severity, "twice as bad is no task's business");
                continue;
            }

            var damage = request.StoredAsJpeg is { } q ? new StoredAsJpeg(made, q) : made;
            if (!DeliveredTasks.Has(damage.Task))
            {
                report.NotMeasured(name, severity, $"the task {damage.Task} is not delivered yet");
            }
            else
            {
                report.Close(damage, await MeasureAsync(services, request, damage, severity, files, report, cancellationToken));
            }
        }

        report.Save();
        return ExitCodes.Done;
    }

    private static async Task<List<Comparison>> MeasureAsync(
        ServiceProvider services, QualityRequest request, Damage damage, int severity, IReadOnlyList<string> files, QualityReport report, CancellationToken cancellationToken)
    {
        var trial = new Trial(services, request, damage, severity);
        var comparisons = new List<Comparison>();
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            var comparison = await trial.RunAsync(file, Clean(services, request, file, await File.ReadAllBytesAsync(file, cancellationToken)), index, cancellationToken);
            report.Row(comparison.Row);
            comparisons.Add(comparison);
        }

        return comparisons;
    }

    private static ImageTensor Clean(ServiceProvider services, QualityRequest request, string file, byte[] bytes)
    {
        try
        {
            var pixels = services.GetRequiredService<IImageCodec>().Decode(bytes, new DecodeLimits()).Pixels;
            return request.Crop is { } side ? Cropping.Centre(pixels, side, side) : pixels;
        }
        catch (PictureException e)
        {
            throw new UsageException($"{file} can't be measured with: {e.Message}", e);
        }
    }
}
