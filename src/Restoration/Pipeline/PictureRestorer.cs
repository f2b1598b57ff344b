using System.Security.Cryptography;
using BirD.Restoration.Checkpointing;
using BirD.Restoration.Confidence;
using BirD.Restoration.Degradation.Exposure;
using BirD.Restoration.Degradation.Reduction;
using BirD.Restoration.Denoising;
using BirD.Restoration.Imaging;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Pipeline;

/// <summary>Decode, measure, plan, sample, encode: the one pipeline behind every host.</summary>
/// <param name="codec">Bytes to pixels and back.</param>
/// <param name="prior">The loaded prior's description.</param>
/// <param name="device">Name of the device the steps run on, for the report.</param>
/// <param name="limits">Refuses what can't be worked on.</param>
public sealed class PictureRestorer(IImageCodec codec, DenoiserInfo prior, string device, WorkLimits limits) : IPictureRestorer
{
    private readonly SessionFactory sessions = new(prior);

    public string PriorSha256 => prior.Sha256;

    public ValueTask<PictureWork> OpenAsync(
        PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken) =>
        // Measuring a blur takes many seconds: whoever wants to stop is let go, and what is measured still is dropped.
        new(Task.Run(() => Open(input, settings, checkpoint, cancellationToken), cancellationToken).WaitAsync(cancellationToken));

    public ValueTask<byte[]> CheckpointAsync(PictureWork work, CancellationToken cancellationToken) =>
        new(Task.Run(
            () =>
            {
                var session = work.Session ?? throw new InvalidOperationException("Work without a session has no state.");
                return PageCheckpoint.Write(
                    work.Finished, CheckpointCodec.Write(session.State, session.StepIndex, Identity(work.Input, work.Settings, session.StepCount)));
            },
            cancellationToken));

    public ValueTask<FinishedPicture> FinishAsync(PictureWork work, CancellationToken cancellationToken) =>
        new(Task.Run(() => Finish(work), cancellationToken));

    public ValueTask<PictureWork?> NextPageAsync(PictureWork work, CancellationToken cancellationToken) =>
        work.Finished.Count + 1 >= work.Image.PageCount
            ? new((PictureWork?)null)
            : new(Task.Run<PictureWork?>(() => OpenPage(work.Input, work.Settings, [.. work.Finished, FinishPage(work)], null, cancellationToken), cancellationToken)
                .WaitAsync(cancellationToken));

    private PictureWork Open(PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint is not { } bytes)
        {
            return OpenPage(input, settings, [], null, cancellationToken);
        }

        var (finished, current) = PageCheckpoint.Read(bytes);
        return OpenPage(input, settings, finished, current, cancellationToken);
    }

    private PictureWork OpenPage(
        PictureInput input, RestoreSettings settings, IReadOnlyList<FinishedPage> finished, ReadOnlyMemory<byte>? checkpoint,
        CancellationToken cancellationToken)
    {
        var image = codec.Decode(input.Picture, limits.Decode, finished.Count);
        limits.CheckMemory(image.Pixels.Width * settings.EffectiveScale, image.Pixels.Height * settings.EffectiveScale);
        var facts = image.IsMask ? PictureFacts.None : PictureFacts.Read(codec, input, image, settings, limits.Decode);
        var plan = image.IsMask
            ? RestorationPlanner.KeepMask(settings)
            : FilmPlanner.Plan(image.Pixels, settings, facts, cancellationToken);
        return new PictureWork
        {
            Input = input,
            Image = image,
            Settings = settings,
            Plan = plan,
            Finished = finished,
            Session = plan.LeaveAloneReason is null ? StartOrResume(input, image, plan, settings, facts, checkpoint) : null,
        };
    }

    private SamplerSession StartOrResume(
        PictureInput input, DecodedImage image, RestorationPlan plan, RestoreSettings settings, PictureFacts facts,
        ReadOnlyMemory<byte>? checkpoint)
    {
        var observation = Observed(image, plan);
        var sampler = sessions.Create(plan, settings, observation, facts);
        if (checkpoint is not { } bytes)
        {
            return new SamplerSession(sampler);
        }

        var (state, step) = CheckpointCodec.Read(bytes.Span, Identity(input, settings, sampler.StepCount));
        return new SamplerSession(sampler, state, step);
    }

    private static Observation Observed(DecodedImage image, RestorationPlan plan) => plan.Film is { } film
        ? new Observation(film.Picture, film.NoiseOf(plan.Diagnosis.NoiseSigma))
        : new Observation(ColourPlanes.Triple(image.Pixels), plan.Diagnosis.NoiseSigma);

    private FinishedPicture Finish(PictureWork work)
    {
        var last = FinishPage(work);
        if (work.Image.PageCount == 1)
        {
            return new FinishedPicture(last.IsRestored ? "restored" : "unchanged", last.IsRestored ? last.File : work.Input.Picture, last.Report)
            {
                Uncertainty = last.Uncertainty,
            };
        }

        IReadOnlyList<FinishedPage> pages = [.. work.Finished, last];
        var report = ReportBuilder.Whole(pages);
        return pages.Any(page => page.IsRestored)
            ? new FinishedPicture("restored", codec.Join([.. pages.Select((page, n) => page.IsRestored ? page.File : Unchanged(work, n))]), report)
            : new FinishedPicture("unchanged", work.Input.Picture, report);
    }

    private FinishedPage FinishPage(PictureWork work)
    {
        if (work.Session is not { } session)
        {
            return new FinishedPage(default, ReportBuilder.Untouched(work, prior, device));
        }

        if (!session.IsComplete)
        {
            throw new InvalidOperationException($"Step {session.StepIndex} of {session.StepCount}: not finished yet.");
        }

        var result = session.Sampler.Result(session.State);
        var (observation, noise) = Observed(work.Image, work.Plan);
        var confidence = ConfidenceGate.Measure(
            observation, result.SameShape(observation) ? result : null, session.Sampler.ResidualMap(session.State), work.Plan.Diagnosis with { NoiseSigma = noise });
        var report = ReportBuilder.Restored(work, session, prior, device) with { Confidence = confidence };
        // Only a blur that was guessed can be guessed wrong; the other tasks hold to the observation by construction.
        var picture = Developed(work, result);
        return work.Plan.Diagnosis.Blur is not null && work.Plan.Task == RestorationTask.Deblur && ConfidenceGate.Objection(confidence) is { } objection
            ? new FinishedPage(default, report with { Reason = objection, Confidence = confidence with { Score = 0 } })
            : new FinishedPage(codec.Encode(Target(work, picture), picture, Stamp(work)), report)
            {
                Uncertainty = session.Sampler.Uncertainty(session.State) is { } map ? UncertaintyMap.Encode(map) : default,
            };
    }

    /// <summary>From the sampler's three channels and scale to the picture's.</summary>
    private static ImageTensor Developed(PictureWork work, ImageTensor result) => work.Plan switch
    {
        { Task: RestorationTask.Colorize } => result,
        { Exposures: { } stack } => ColourPlanes.Like(work.Image.Pixels, HighlightCurve.Develop(result, stack.Range)),
        _ => ColourPlanes.Like(work.Image.Pixels, result),
    };

    /// <summary>The source with the result's size, for which an extra plane has to grow along.</summary>
    private static DecodedImage Target(PictureWork work, ImageTensor result) => work.Image with
    {
        Pixels = result,
        Alpha = work.Image.Alpha is { } alpha && work.Settings.EffectiveScale > 1
            ? CubicEnlargement.Enlarge(alpha, work.Settings.EffectiveScale)
            : work.Image.Alpha,
    };

    /// <summary>A page that nothing was done to, beside pages that were restored.</summary>
    private byte[] Unchanged(PictureWork work, int page)
    {
        var image = codec.Decode(work.Input.Picture, limits.Decode, page);
        return codec.Encode(image, image.Pixels);
    }

    private ProvenanceStamp Stamp(PictureWork work) => new(
        work.Plan.Task is RestorationTask.Inpaint or RestorationTask.Colorize ? ProvenanceStamp.Generated : ProvenanceStamp.Enhanced,
        Product.Name,
        SettingsCodec.Hash(work.Settings, prior.Sha256),
        Convert.ToHexStringLower(SHA256.HashData(work.Input.Picture.Span)));

    private CheckpointIdentity Identity(PictureInput input, RestoreSettings settings, int steps) =>
        new(input.Sha256(), SettingsCodec.Hash(settings, prior.Sha256), steps);
}
