using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using BirD.Restoration.Checkpointing;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Brackets;
using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Planning;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
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
    private readonly MemoryBudget memory = new(limits.MemoryBytes);

    public string PriorSha256 => prior.Sha256;

    public ValueTask<PictureWork> OpenAsync(
        PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken) =>
        new(LetGoAsync(Task.Run(() => OpenInputAsync(input, settings, checkpoint, cancellationToken), cancellationToken), cancellationToken));

    public ValueTask<byte[]> CheckpointAsync(PictureWork work, CancellationToken cancellationToken) =>
        new(Task.Run(
            () =>
            {
                var session = work.Session ?? throw new InvalidOperationException("Work without a session has no state.");
                return PageCheckpoint.Write(
                    work.Finished, CheckpointCodec.Write(session.State, session.StepIndex, Identity(work.InputSha256, work.Settings, session.Sampler.StepCount), PlanMemory.Write(work.Plan)));
            },
            cancellationToken));

    public ValueTask<FinishedPicture> FinishAsync(PictureWork work, CancellationToken cancellationToken) =>
        new(Task.Run(
            () =>
            {
                using (work)
                {
                    TensorPool.Trim();
                    return Finish(work);
                }
            },
            cancellationToken));

    public ValueTask<PictureWork?> NextPageAsync(PictureWork work, CancellationToken cancellationToken) =>
        work.Finished.Count + 1 >= work.Image.PageCount
            ? new((PictureWork?)null)
            : new(LetGoAsync(Task.Run(() => TurnPageAsync(work, cancellationToken), cancellationToken), cancellationToken)!);

    public ValueTask<FinishedPicture> KeepAsync(PictureInput input, RestoreSettings settings, string reason, CancellationToken cancellationToken) =>
        new(Task.Run(
            () =>
            {
                DecodedImage? image = null;
                try
                {
                    image = codec.Decode(input.Picture, limits.Decode);
                }
                catch (PictureException)
                {
                    // It may well be kept because it can't be read; its bytes are all that matters here.
                }

                return new FinishedPicture("unchanged", input.Picture, ReportBuilder.Kept(image, settings, prior, reason));
            },
            cancellationToken));

    /// <summary>Measuring a blur takes many seconds: whoever wants to stop is let go, and what is measured still is dropped.</summary>
    private static async Task<PictureWork> LetGoAsync(Task<PictureWork> opening, CancellationToken cancellationToken)
    {
        try
        {
            return await opening.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(
                static late => late.Result.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private async Task<PictureWork> TurnPageAsync(PictureWork work, CancellationToken cancellationToken)
    {
        var finished = FinishPage(work);
        work.Dispose();
        return await OpenPageAsync(work.Input, work.Settings, [.. work.Finished, finished], null, cancellationToken);
    }

    private Task<PictureWork> OpenInputAsync(
        PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint is not { } bytes)
        {
            return OpenPageAsync(input, settings, [], null, cancellationToken);
        }

        var (finished, current) = PageCheckpoint.Read(bytes);
        return OpenPageAsync(input, settings, finished, current, cancellationToken);
    }

    private async Task<PictureWork> OpenPageAsync(
        PictureInput input, RestoreSettings settings, IReadOnlyList<FinishedPage> finished, ReadOnlyMemory<byte>? checkpoint,
        CancellationToken cancellationToken)
    {
        var image = codec.Decode(input.Picture, limits.Decode, finished.Count);
        ResultSize.Require(image.Format, (long)image.Pixels.Width * settings.EffectiveScale, (long)image.Pixels.Height * settings.EffectiveScale);
        var need = limits.Plan(image.Pixels.Width, image.Pixels.Height, settings, input.Picture.Length).Bytes;
        var share = memory.TryTake(need);
        if (share is null)
        {
            // A picture that waits for memory must not hold any: it is decoded again when its turn comes.
            image = null;
            share = await memory.TakeAsync(need, cancellationToken);
        }

        try
        {
            image ??= codec.Decode(input.Picture, limits.Decode, finished.Count);
            return OpenPage(input, image, settings, finished, checkpoint, share, cancellationToken);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }

    private PictureWork OpenPage(
        PictureInput input, DecodedImage image, RestoreSettings settings, IReadOnlyList<FinishedPage> finished,
        ReadOnlyMemory<byte>? checkpoint, MemoryBudget.Share share, CancellationToken cancellationToken)
    {
        var facts = image.IsMask || image.Damage is not null ? PictureFacts.None : PictureFacts.Read(codec, input, image, settings, limits.Decode) with
        {
            Memory = checkpoint is { } known ? PlanMemory.Read(CheckpointCodec.PlanOf(known.Span)) : null,
        };
        var marks = image.IsMask || image.Damage is not null ? null : MarkPlanner.Find(image.Pixels, input, settings, facts);
        facts = marks?.Known is { } found ? facts with { Known = found, IsFound = true } : facts;
        var plan = image.IsMask
            ? RestorationPlanner.KeepMask(settings)
            : image.Damage is { } damage
            ? RestorationPlanner.KeepDamaged(settings, damage)
            : TonePlanner.WithTone(
                FilmPlanner.Plan(image.Pixels, settings, facts, cancellationToken), image.Pixels, settings,
                isFrame: image.PageCount > 1 || settings.Sequence == true || input.Companions.Any(c => c.Role == CompanionRole.Frame));
        return new PictureWork
        {
            Input = input,
            Image = image,
            Settings = settings,
            Plan = plan,
            Marks = marks,
            Finished = finished,
            Session = plan.LeaveAloneReason is null ? StartOrResume(input, image, plan, settings, facts, checkpoint) : null,
            Share = share,
        };
    }

    private SamplerSession StartOrResume(
        PictureInput input, DecodedImage image, RestorationPlan plan, RestoreSettings settings, PictureFacts facts,
        ReadOnlyMemory<byte>? checkpoint)
    {
        var sampler = sessions.Create(plan, settings, Observed(image, plan), facts);
        if (checkpoint is not { } bytes)
        {
            return new SamplerSession(sampler);
        }

        var (state, step) = CheckpointCodec.Read(bytes.Span, Identity(input.Sha256(), settings, sampler.StepCount));
        return new SamplerSession(sampler, state, step);
    }

    private static Observation Observed(DecodedImage image, RestorationPlan plan) => plan.Film is { } film
        ? new Observation(film.Picture, film.NoiseOf(plan.Diagnosis.NoiseSigma))
        : new Observation(image.Pixels, plan.Diagnosis.NoiseSigma);

    private FinishedPicture Finish(PictureWork work)
    {
        var last = FinishPage(work);
        if (work.Image.Damage is not null)
        {
            // Only files of one page are told apart so: their decoder's complaint is about the whole.
            return new FinishedPicture("damaged", work.Input.Picture, last.Report);
        }

        if (work.Image.PageCount == 1)
        {
            return new FinishedPicture(last.IsRestored ? "restored" : "unchanged", last.IsRestored ? last.File : work.Input.Picture, last.Report)
            {
                Uncertainty = last.Uncertainty,
                Found = last.Found,
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
        if (work.Session is null && work.Plan.Tone is { } tone)
        {
            return new FinishedPage(
                codec.Encode(work.Image, tone.Undo(work.Image.Pixels), Stamp(work)), ReportBuilder.Untouched(work, prior, device) with { Task = "fade", Reason = null });
        }

        if (work.Session is not { } session)
        {
            return new FinishedPage(default, ReportBuilder.Untouched(work, prior, device));
        }

        if (!session.IsComplete)
        {
            throw new InvalidOperationException($"Step {session.StepIndex} of {session.StepCount}: not finished yet.");
        }

        var regions = IsInRegions(session);
        if (regions)
        {
            // What the last region left must not lie beside the whole result.
            MemoryRelief.Collect();
        }

        var taken = TakeResult(work, session);
        if (taken.Picture is not { } picture)
        {
            return new FinishedPage(default, taken.Report);
        }

        work.Image = Target(work, picture);
        if (regions)
        {
            // The encoder gets the memory that observation and state had.
            session.Release();
            MemoryRelief.Collect();
        }

        return new FinishedPage(codec.Encode(work.Image, picture, Stamp(work)), taken.Report)
        {
            Uncertainty = taken.Spread is not null ? UncertaintyMap.Encode(taken.Spread) : default,
            Found = work.Marks?.Mask() is { } mask ? FoundMask.Encode(mask) : default,
        };
    }

    /// <summary>The result, or what speaks against keeping it.</summary>
    /// <remarks>
    /// Never inlined: code that hasn't been optimised yet holds on to all that it ever had in hands until it returns, which were
    /// observation and state while the encoder needed their memory.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Taken TakeResult(PictureWork work, SamplerSession session)
    {
        var result = session.Sampler.Result(session.State);
        var confidence = Confidence(work, session, result);
        var report = ReportBuilder.Restored(work, session, prior, device) with { Confidence = confidence };
        // Only a blur that was guessed can be guessed wrong; the other tasks hold to the observation by construction.
        if (work.Plan.Diagnosis.Blur is not null && work.Plan.Task == RestorationTask.Deblur && ConfidenceGate.Objection(confidence, work.Plan.Diagnosis) is { } objection)
        {
            return new Taken(report with { Reason = objection, Confidence = confidence with { Score = 0 } }, null, null);
        }

        return new Taken(report, Developed(work, result), session.Sampler.Uncertainty(session.State));
    }

    /// <summary>Whether the picture is so large that it was worked on in regions. Never inlined, for the same reason.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsInRegions(SamplerSession session) => session.Sampler.Focus is not null;

    private static RestorationConfidence Confidence(PictureWork work, SamplerSession session, ImageTensor result)
    {
        var (observation, noise) = Observed(work.Image, work.Plan);
        var comparable = (result.Height, result.Width) == (observation.Height, observation.Width);
        if (comparable && session.Sampler.Focus is { } focus)
        {
            (observation, result) = (focus.Of(observation), focus.Of(result));
        }

        return ConfidenceGate.Measure(
            ColourPlanes.Triple(observation), comparable ? result : null, session.Sampler.ResidualMap(session.State),
            work.Plan.Diagnosis with { NoiseSigma = noise });
    }

    /// <summary>From the sampler's three channels and scale to the picture's.</summary>
    private static ImageTensor Developed(PictureWork work, ImageTensor result) => work.Plan switch
    {
        { Task: RestorationTask.Colorize } => result,
        { Exposures: { } stack } => ColourPlanes.Like(work.Image.Pixels, HighlightCurve.Develop(result, stack.Range)),
        { Tone: { } tone } => tone.Undo(ColourPlanes.Like(work.Image.Pixels, result)),
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

    private CheckpointIdentity Identity(string inputSha256, RestoreSettings settings, int steps) =>
        new(inputSha256, SettingsCodec.Hash(settings, prior.Sha256), steps);

    /// <param name="Report">What was done.</param>
    /// <param name="Picture">The result at the picture's scale; null when it isn't kept.</param>
    /// <param name="Spread">Between samples; null when there was one.</param>
    private readonly record struct Taken(RestorationReport Report, ImageTensor? Picture, ImageTensor? Spread);
}
