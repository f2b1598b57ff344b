using System.Diagnostics;
using System.Numerics.Tensors;
using BirD.Client.Bench.Baselines;
using BirD.Client.Bench.Damages;
using BirD.Client.Bench.Quality;
using BirD.Restoration.Degradations;
using BirD.Restoration.Engine;
using BirD.Restoration.Imaging;
using BirD.Restoration.Metrics;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Client.Bench;

/// <summary>One damage put on pictures, and every way of mending it measured.</summary>
internal sealed class Trial(IServiceProvider services, QualityRequest request, Damage damage, int severity)
{
    private readonly IPictureRestorer restorer = services.GetRequiredService<IPictureRestorer>();
    private readonly IStepEngine engine = services.GetRequiredService<IStepEngine>();
    private readonly IImageCodec codec = services.GetRequiredService<IImageCodec>();

    public async Task<Comparison> RunAsync(string file, ImageTensor clean, int index, CancellationToken cancellationToken)
    {
        var damaged = damage.Apply(clean, index);
        var settings = request.Settings with
        {
            Task = request.Auto ? RestorationTask.Auto : DeliveredTasks.Find(damage.Task)!.Value,
            Scale = damaged.Scale > 1 && !request.Auto ? damaged.Scale : null,
        };
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var (finished, evaluations) = await RestoreAsync(damaged, settings, cancellationToken);
        var (seconds, cpuSeconds) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);

        var ours = codec.Decode(finished.Output, new DecodeLimits()).Pixels;
        var kernel = Kernel(finished.Report);
        var baseline = Baseline.Restore(damage, damaged, kernel);
        var oracle = request.Oracle && damage.Tell(settings, damaged) is { } told
            ? codec.Decode((await RestoreAsync(damaged, told, cancellationToken)).Finished.Output, new DecodeLimits()).Pixels
            : null;
        MarkScore? marks = damaged.Overlay is { } overlay
            ? MarkScore.Of(overlay, finished.Found.IsEmpty ? null : codec.Decode(finished.Found, new DecodeLimits()).Pixels)
            : null;
        return new Comparison(damaged, baseline, oracle, ours, new QualityRow
        {
            Damage = damage.Name,
            Severity = severity,
            Picture = Path.GetFileName(file),
            Task = finished.Report.Task,
            Outcome = finished.Outcome,
            Reason = finished.Report.Reason,
            Input = Score(damaged.Observed),
            Baseline = Score(baseline),
            Oracle = Score(oracle),
            Ours = Score(ours),
            KernelCorrelation = damaged.Kernel is { } truth && kernel is not null ? KernelAgreement.Correlation(kernel, truth) : null,
            KernelSum = damaged.Kernel is null ? null : kernel?.Sum(0),
            Confidence = finished.Report.Confidence,
            ExposureError = damaged.Exposure is { } light ? Math.Abs(((finished.Report.Exposure ?? 1) / light) - 1) : null,
            MarkPrecision = marks?.Precision,
            MarkRecall = marks?.Recall,
            CleanMean = TensorPrimitives.Sum(damaged.Clean.Data) / damaged.Clean.Data.Length,
            Seconds = seconds,
            CpuSeconds = cpuSeconds,
            Evaluations = evaluations,
        });

        QualityScore? Score(ImageTensor? picture) => QualityScore.Of(picture, damaged.Clean, damage.IgnoresTone);
    }

    private async Task<(FinishedPicture Finished, int Evaluations)> RestoreAsync(
        Damaged damaged, RestoreSettings settings, CancellationToken cancellationToken)
    {
        var work = await restorer.OpenAsync(damaged.Input, settings, null, cancellationToken);
        if (work.Session is { } session)
        {
            await engine.RunAsync(session, SegmentLimit.None, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return (await restorer.FinishAsync(work, cancellationToken), work.Session?.StepCount ?? 0);
    }

    private static DegradationKernel? Kernel(RestorationReport report) =>
        report is { Kernel: { } kernel, KernelSize: not null } ? DegradationKernel.OfPointSpread(kernel[0]) : null;
}
