using System.Security.Cryptography;
using System.Text.Json;
using BirD.Contracts.Leases;
using BirD.Restoration.Imaging;
using BirD.Restoration.Pipeline;
using BirD.Storage.Results;

namespace BirD.Grains.Results;

/// <summary>Makes a sidecar from the restoration's report and the lease under which it was made.</summary>
public static class SidecarWriter
{
    public static Sidecar Create(
        FinishedPicture picture, SidecarInput input, ItemLease lease, string settingsHash, TimeSpan elapsed, DateTimeOffset finished,
        IReadOnlyList<SidecarCompanion>? companions = null)
    {
        var report = picture.Report;
        return new Sidecar
        {
            Input = input,
            Output = new SidecarFile(
                lease.Output, Convert.ToHexStringLower(SHA256.HashData(picture.Output.Span)), picture.Output.Length),
            Companions = companions is { Count: > 0 } ? companions : null,
            Outcome = picture.Outcome,
            Reason = report.Reason,
            Task = report.Task,
            Profile = report.Profile,
            Guidance = report.Guidance,
            Seed = report.Seed,
            Steps = report.Steps,
            StoppedBy = report.StoppedBy,
            Width = report.Width,
            Height = report.Height,
            BitDepth = report.BitDepth,
            NoiseSigma = report.NoiseSigma,
            Exposure = report.Exposure,
            Frames = report.Frames,
            Light = report.Light,
            Residual = report.Residual,
            Confidence = report.Confidence,
            Uncertainty = picture.Uncertainty is { IsEmpty: false } map
                ? new SidecarUncertainty(
                    lease.Output + ResultNames.UncertaintySuffix, Convert.ToHexStringLower(SHA256.HashData(map.Span)), map.Length,
                    report.Samples, UncertaintyMap.FullScale, report.MeanUncertainty ?? 0)
                : null,
            Found = picture.Found is { IsEmpty: false } mask && report.Marks is { } marks
                ? new SidecarFound(
                    lease.Output + ResultNames.FoundSuffix, Convert.ToHexStringLower(SHA256.HashData(mask.Span)), mask.Length,
                    marks.Bright, marks.Dark, marks.Share, marks.Confidence, marks.Doubtful)
                : null,
            Prior = new SidecarPrior(report.Prior.Name, report.Prior.Sha256, report.Prior.Version),
            Software = Product.Name,
            SettingsHash = settingsHash,
            Kernel = report is { KernelSize: { } size, Kernel: { } kernel } ? new SidecarKernel(size, kernel) : null,
            GuidanceScale = report.GuidanceScale,
            Loss = report.Loss,
            ElapsedSeconds = Math.Round(elapsed.TotalSeconds, 3),
            Device = report.Device,
            Finished = finished,
            Notes = report.Notes.Count > 0 ? report.Notes : null,
            Pages = report.Pages.Count > 0 ? report.Pages : null,
            Job = lease.JobId,
            Run = lease.Run,
            Epoch = lease.Epoch,
            Attempts = lease.Attempt,
        };
    }

    public static byte[] Encode(Sidecar sidecar) => [.. JsonSerializer.SerializeToUtf8Bytes(sidecar, SidecarJson.Default.Sidecar), (byte)'\n'];
}
