using System.Globalization;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Degradations.Brackets;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Measures the picture and decides what to do with it, which may be nothing.</summary>
public static class RestorationPlanner
{
    /// <summary>
    /// Noise below this standard deviation ([0,1] units) is left alone by <see cref="RestorationTask.Auto"/>: it is the
    /// grain and quantisation of a sound scan, and removing it would cost detail that the eye would miss more.
    /// </summary>
    public const double AutoNoiseThreshold = 3.5 / 255;

    /// <summary>Auto looks for a blur when the widest-blurred direction's sharpest edges are wider than this, pixels: sharp photographs have 0.8 to 1.0, those blurred by a Gaussian of 1.6 px have 1.3 and more.</summary>
    public const double AutoEdgeWidth = 1.15;

    /// <summary>A kernel narrower than this, pixels, is none.</summary>
    public const double AutoBlurThreshold = 0.8;

    /// <summary>
    /// Blur more directional than this is undone by auto only when the parts of the picture agree on it to
    /// <see cref="AutoMotionAgreement"/>: a wrong motion rings.
    /// </summary>
    public const double MostElongation = 1.6;

    /// <summary>Agreement that auto asks of motion.</summary>
    public const double AutoMotionAgreement = 0.7;

    /// <summary>Below this agreement between its parts no picture is deblurred: there is no one blur to undo.</summary>
    public const double LeastAgreement = 0.5;

    /// <summary>Agreement between the quarters and the whole below which a shaken picture has no one blur: quarters see less and agree less (docs/adr/0027).</summary>
    public const double LeastShakeAgreement = 0.3;

    /// <summary>Coarseness of a JPEG's luma table from which auto looks for blocks: about quality 60 and below.</summary>
    public const double AutoCoarseness = 10;

    /// <summary>Block borders this much stronger than block middles are seen; sound photographs measure 0.95 to 1.05.</summary>
    public const double AutoBlocking = 1.15;

    /// <summary>Below this a JPEG's error is about that of rounding to 8 bits.</summary>
    private const double FinestCoarseness = 2;

    /// <summary>What enlarging must reckon with of a JPEG's error, whose coarse part the decimation can't bring up (measured: docs/results.md).</summary>
    private const double EnlargedShare = 0.7;

    /// <summary>Auto leaves blurs under a structured error as strong as this alone, [0,1] units.</summary>
    public const double AutoStructuredError = BlurEstimator.DoubtfulError;

    /// <summary>Above this noise a blur can't be told from the smoothing that finding it needs.</summary>
    public const double MostNoiseForBlur = 8.0 / 255;

    public static RestorationPlan Plan(ImageTensor pixels, RestoreSettings settings, PictureFacts facts, CancellationToken cancellationToken)
    {
        RefuseLargerKernel(pixels, settings);
        var auto = settings.Task is RestorationTask.Auto or RestorationTask.Faces;
        if (settings.Task == RestorationTask.Hdr)
        {
            return PlanHdr(pixels, settings, facts);
        }

        if (settings.Task == RestorationTask.Fade)
        {
            return TonePlanner.Fade(pixels);
        }

        if (settings.Task == RestorationTask.Mixed)
        {
            return MixedPlanner.Plan(pixels, settings, facts, cancellationToken);
        }

        if (settings.Task == RestorationTask.Inpaint || (auto && facts.Known is { MissingCount: > 0 }))
        {
            return PlanInpaint(pixels, settings, facts);
        }

        if (settings.Task == RestorationTask.Jpeg || (auto && IsBlocky(pixels, facts)))
        {
            return PlanJpeg(settings, facts);
        }

        var noise = settings.NoiseSigma ?? NoiseEstimator.Estimate(pixels);
        if (settings.Task == RestorationTask.LowLight || (IsUnlit(pixels, settings) && ExposureEstimator.Estimate(pixels) < MixedPlanner.DarkExposure))
        {
            return new RestorationPlan
            {
                Task = RestorationTask.LowLight, Diagnosis = new PictureDiagnosis(noise, null), Exposure = ExposureEstimator.Estimate(pixels),
            };
        }

        if (!auto)
        {
            return settings switch
            {
                { Task: RestorationTask.Deblur, Kernel: null, Profile: SamplerProfile.Robust } =>
                    BlindDeblurring(facts.Memory?.Blur ?? BlurEstimator.Estimate(pixels, noise, settings.KernelSize, facts.Jpeg is not null, cancellationToken), noise, settings),
                { Task: RestorationTask.Deblur, Kernel: { } told, NoiseSigma: null } => new RestorationPlan
                {
                    Task = settings.Task, Diagnosis = new PictureDiagnosis(Math.Max(noise, BlurEstimator.StructuredError(pixels, DegradationKernel.OfPointSpread(told))), null),
                },
                { Task: RestorationTask.SuperResolve, NoiseSigma: null } when facts.Jpeg is { } tables => new RestorationPlan
                {
                    Task = settings.Task, Diagnosis = new PictureDiagnosis(Math.Max(noise, EnlargedShare * JpegTables.ExpectedError(JpegTables.Coarseness(tables[0])) / 255), null),
                },
                { Task: RestorationTask.Denoise } => NoisePlanner.Denoise(noise, NoisePlanner.Measure(pixels, settings, facts)),
                _ => new RestorationPlan { Task = settings.Task, Diagnosis = new PictureDiagnosis(noise, null) },
            };
        }

        var width = EdgeWidth.Measure(pixels);
        var model = NoisePlanner.Measure(pixels, settings, facts);
        var seen = model is null ? noise : Math.Max(noise, NoisePlanner.LevelOf(noise, model));
        var blur = facts.Memory is { } memory ? memory.Blur
            : seen < MostNoiseForBlur && width >= AutoEdgeWidth ? BlurEstimator.Estimate(pixels, noise, null, facts.Jpeg is not null, cancellationToken) : null;
        var deblur = blur is not null && IsTrusted(blur);
        if (!deblur && !settings.MayUndo(LeftAlone.Noise))
        {
            return new RestorationPlan
            {
                Task = RestorationTask.Denoise,
                Diagnosis = new PictureDiagnosis(seen, blur),
                LeaveAloneReason = "noise is left as it is, as was asked, and nothing else that auto can judge is wrong",
            };
        }

        if (!deblur && model is not null)
        {
            return NoisePlanner.Denoise(noise, model) with { Diagnosis = new PictureDiagnosis(NoisePlanner.LevelOf(noise, model), blur) };
        }

        return new RestorationPlan
        {
            Task = deblur ? RestorationTask.Deblur : RestorationTask.Denoise,
            Diagnosis = new PictureDiagnosis(deblur ? UnderBlur(noise, blur!, settings) : noise, blur),
            LeaveAloneReason = deblur || noise >= AutoNoiseThreshold ? null : LeaveAlone(noise, blur, width),
        };
    }

    /// <summary>Frames of film and portraits keep their light: its differences are meant, or a face's.</summary>
    private static bool IsUnlit(ImageTensor pixels, RestoreSettings settings) => settings is { Task: RestorationTask.Auto, Profile: SamplerProfile.Robust }
        && settings.Sequence != true && settings.MayUndo(LeftAlone.Tone) && DarknessTest.IsUnlit(pixels);

    /// <summary>
    /// Whether a blur that nobody told of is wide enough, found all over the picture, and a lens's or a straight motion's. A shaken
    /// hand's path is left to who asks for it and looks: how often one that was found is right has not been measured on enough
    /// pictures (docs/adr/0027).
    /// </summary>
    internal static bool IsTrusted(BlurDiagnosis blur) => blur is { Sigma: >= AutoBlurThreshold, IsSimple: true, StructuredError: < AutoStructuredError }
        && (blur.Agreement ?? LeastAgreement) >= LeastAgreement
        && (blur.Elongation < MostElongation || blur.Agreement >= AutoMotionAgreement);

    /// <summary>The noise that undoing a blur must reckon with, [0,1] units: what the user says, or what was measured.</summary>
    private static double UnderBlur(double noise, BlurDiagnosis blur, RestoreSettings settings) =>
        settings.NoiseSigma ?? Math.Max(noise, blur.StructuredError);

    /// <exception cref="PictureException">The kernel that was told is larger than the picture.</exception>
    private static void RefuseLargerKernel(ImageTensor pixels, RestoreSettings settings)
    {
        if (settings.Kernel is { } told && told.Length > Math.Pow(Math.Min(pixels.Height, pixels.Width), 2))
        {
            var side = (int)Math.Sqrt(told.Length);
            throw new PictureException(
                PictureFault.Unsupported, $"The kernel is {side} x {side}, larger than the picture of {pixels.Width} x {pixels.Height}: give the kernel of this picture.");
        }
    }

    /// <summary>A page that describes another one (infrared, transparency) is no photograph and stays as it is.</summary>
    public static RestorationPlan KeepMask(RestoreSettings settings) => new()
    {
        Task = settings.Task,
        Diagnosis = new PictureDiagnosis(0, null),
        LeaveAloneReason = "a mask page, kept as it is",
    };

    /// <summary>A file of which parts are missing: what would be made of those is an invention.</summary>
    public static RestorationPlan KeepDamaged(RestoreSettings settings, string damage) => new()
    {
        Task = settings.Task,
        Diagnosis = new PictureDiagnosis(0, null),
        LeaveAloneReason = damage,
    };

    private static RestorationPlan PlanInpaint(ImageTensor pixels, RestoreSettings settings, PictureFacts facts) => PlanInpaint(
        pixels, settings, facts, settings.NoiseSigma ?? NoiseEstimator.Estimate(pixels, facts.Known));

    private static RestorationPlan PlanInpaint(ImageTensor pixels, RestoreSettings settings, PictureFacts facts, double noise) => new()
    {
        // Behind marks that were found the picture may be noisy too: one run for both, where it fits into memory as a whole.
        Task = facts.IsFound && noise >= AutoNoiseThreshold && !RegionPlanner.Applies(RestorationTask.Inpaint, settings, pixels.PlaneLength)
            ? RestorationTask.Mixed
            : RestorationTask.Inpaint,
        Diagnosis = new PictureDiagnosis(noise, null),
        LeaveAloneReason = facts.MaskRefusal ?? facts.Known switch
        {
            null => "no mask: nothing is said to be missing",
            { MissingCount: 0 } => "the mask says that nothing is missing",
            { MissingShare: 1 } => "the mask says that everything is missing",
            _ => null,
        },
    };

    private static RestorationPlan PlanHdr(ImageTensor pixels, RestoreSettings settings, PictureFacts facts) => new()
    {
        Task = RestorationTask.Hdr,
        Diagnosis = new PictureDiagnosis(settings.NoiseSigma ?? NoiseEstimator.Estimate(pixels), null),
        Exposures = facts.Exposures.Count == 0
            ? null
            : ExposureStack.Of([.. facts.Exposures.Prepend(pixels).Select(ColourPlanes.Triple)]),
        LeaveAloneReason = facts.Exposures.Count == 0 ? "one exposure only: give the folder that holds all exposures of the scene" : null,
    };

    /// <summary>Both must agree: coarse tables without visible blocks harm nobody, and blocks without tables are no JPEG's.</summary>
    private static bool IsBlocky(ImageTensor pixels, PictureFacts facts) =>
        facts.Jpeg is { } tables && JpegTables.Coarseness(tables[0]) >= AutoCoarseness && BlockingEstimator.Estimate(pixels) >= AutoBlocking;

    private static RestorationPlan PlanJpeg(RestoreSettings settings, PictureFacts facts) => new()
    {
        Task = RestorationTask.Jpeg,
        Diagnosis = new PictureDiagnosis(settings.NoiseSigma ?? 0, null),
        Coarseness = facts.Jpeg is { } tables ? JpegTables.Coarseness(tables[0]) : 0,
        LeaveAloneReason = facts.Jpeg switch
        {
            null => "no JPEG whose quantisation tables could be respected (another format, turned by its orientation tag, or stored as RGB)",
            [var luma, ..] when JpegTables.Coarseness(luma) < FinestCoarseness => "a JPEG so finely quantised that there is nothing to undo",
            _ => null,
        },
    };

    private static RestorationPlan BlindDeblurring(BlurDiagnosis blur, double noise, RestoreSettings settings) => new()
    {
        Task = RestorationTask.Deblur,
        Diagnosis = new PictureDiagnosis(UnderBlur(noise, blur, settings), blur),
        LeaveAloneReason = blur.Agreement is { } agreement && agreement < NeededAgreement(blur)
            ? Text($"the blur is not the same everywhere (its parts agree to {agreement:0.00}, {NeededAgreement(blur):0.00} is needed): one kernel for the whole picture would ring")
            : null,
    };

    private static double NeededAgreement(BlurDiagnosis blur) => blur.Strength is null ? LeastAgreement : LeastShakeAgreement;

    private static string LeaveAlone(double noise, BlurDiagnosis? blur, double width) => blur switch
    {
        { StructuredError: >= AutoStructuredError } =>
            Text($"blur of {blur.Sigma:0.0} px under an error of {blur.StructuredError * 255:0.0}/255 that is no noise (a strongly compressed JPEG?): auto undoes blurs below {AutoStructuredError * 255:0.0}; see it with --task deblur"),
        { Sigma: >= AutoBlurThreshold } => Text($"blur of {blur.Sigma:0.0} px ({blur.Elongation:0.0} : 1) whose kernel auto does not trust ({(blur.IsSimple ? "a simple shape" : "no lens's or straight motion's shape")}, parts of the picture agree to {blur.Agreement ?? 0:0.00}); see it with --task deblur"),
        not null => Text($"edges {width:0.00} px wide (auto looks from {AutoEdgeWidth:0.00}), yet no blur that makes them so was found (the kernel is {blur.Sigma:0.0} px, {AutoBlurThreshold:0.0} would be undone); noise {noise * 255:0.0}/255 (acts from {AutoNoiseThreshold * 255:0.0})"),
        _ => Text($"nothing wrong that auto can judge: noise {noise * 255:0.0}/255 (acts from {AutoNoiseThreshold * 255:0.0}), edges {width:0.00} px wide (acts from {AutoEdgeWidth:0.00})"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
