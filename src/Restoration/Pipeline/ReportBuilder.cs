using BirD.Restoration.Imaging;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Pipeline;

/// <summary>Writes down what was done.</summary>
internal static class ReportBuilder
{
    public static RestorationReport Untouched(PictureWork work, DenoiserInfo prior, string device) =>
        Common(work, prior, device, steps: 0) with { Reason = work.Plan.LeaveAloneReason };

    /// <summary>Of an original that somebody decided to keep; without an image for one that can't be decoded.</summary>
    public static RestorationReport Kept(DecodedImage? image, RestoreSettings settings, DenoiserInfo prior, string reason) => new()
    {
        Task = Word(settings.Task),
        Profile = Word(settings.Profile),
        Guidance = Word(settings.Guidance),
        Seed = settings.Seed,
        Steps = 0,
        Width = image?.Pixels.Width ?? 0,
        Height = image?.Pixels.Height ?? 0,
        BitDepth = image?.BitDepth ?? 0,
        Reason = reason,
        Prior = new PriorReport(prior.Name, prior.Sha256, prior.Version),
        Notes = image?.Notes ?? [],
    };

    public static RestorationReport Restored(PictureWork work, SamplerSession session, DenoiserInfo prior, string device)
    {
        var state = session.State;
        return Common(work, prior, device, session.StepCount) with
        {
            StoppedBy = Word(state.StoppedBy ?? StopReason.Given),
            Residual = session.Sampler.Residual(state),
            Samples = work.Settings.Samples ?? 1,
            MeanUncertainty = session.Sampler.Uncertainty(state)?.Data.Average(),
            KernelSize = state.Kernel.Size,
            Kernel = [.. Enumerable.Range(0, 3).Select(c => state.Kernel.PointSpread(c))],
            GuidanceScale = state.ScaleHistory,
            Loss = state.LossHistory,
            Reason = state.NonFiniteScales == 0
                ? null
                : $"{state.NonFiniteScales} guidance scales were not finite; the previous ones were kept",
        };
    }

    /// <summary>One report for all pages of a file.</summary>
    public static RestorationReport Whole(IReadOnlyList<FinishedPage> pages)
    {
        var restored = pages.Count(page => page.IsRestored);
        var first = (pages.FirstOrDefault(page => page.IsRestored) ?? pages[0]).Report;
        return first with
        {
            Steps = pages.Sum(page => page.Report.Steps),
            Reason = restored == 0 ? first.Reason : $"{restored} of {pages.Count} pages restored",
            Notes = [.. pages.SelectMany(page => page.Report.Notes).Distinct()],
            Pages = [.. pages.Select((page, n) => new PageReport(
                n + 1, page.IsRestored ? "restored" : "unchanged", page.Report.Task, page.IsRestored ? null : page.Report.Reason, page.Report.NoiseSigma, page.Report.Residual))],
        };
    }

    private static RestorationReport Common(PictureWork work, DenoiserInfo prior, string device, int steps) => new()
    {
        Task = Word(work.Plan.Task),
        Profile = Word(work.Settings.Profile),
        Guidance = Word(work.Settings.Guidance),
        Seed = work.Settings.Seed,
        Steps = steps,
        Width = work.Image.Pixels.Width * work.Settings.EffectiveScale,
        Height = work.Image.Pixels.Height * work.Settings.EffectiveScale,
        BitDepth = work.Image.BitDepth,
        NoiseSigma = work.Plan.Diagnosis.NoiseSigma,
        BlurSigma = work.Plan.Diagnosis.Blur?.Sigma,
        Exposure = work.Plan.Exposure == 1 ? null : work.Plan.Exposure,
        Tone = work.Plan.Tone is { } tone ? new ToneReport(tone.Veil, tone.Density) : null,
        NoiseSpectrum = work.Plan.Noise is { } noise ? new NoiseReport(noise.Light.Level, noise.Light.Spread, noise.Spectrum.Peak, noise.Curve.Range) : null,
        Frames = work.Plan.Film?.Frames,
        Light = work.Plan.Film?.Light,
        Marks = work.Marks is { Known: not null } marks ? new MarkReport(marks.Bright, marks.Dark, marks.Share, marks.Confidence, marks.Doubtful) : null,
        Prior = new PriorReport(prior.Name, prior.Sha256, prior.Version),
        Device = device,
        Notes = work.Image.Notes,
    };

    /// <summary>Option words as the command line spells them: "SuperResolve" is "super-resolve".</summary>
    private static string Word(Enum value) =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
