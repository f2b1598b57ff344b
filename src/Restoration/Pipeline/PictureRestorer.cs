using System.Security.Cryptography;
using BirD.Restoration.Checkpointing;
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

    public ValueTask<PictureWork> OpenAsync(
        ReadOnlyMemory<byte> input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken) =>
        new(Task.Run(() => Open(input, settings, checkpoint), cancellationToken));

    public ValueTask<byte[]> CheckpointAsync(PictureWork work, CancellationToken cancellationToken) =>
        new(Task.Run(
            () =>
            {
                var session = work.Session ?? throw new InvalidOperationException("Work without a session has no state.");
                return CheckpointCodec.Write(session.State, session.StepIndex, Identity(work.Input, work.Settings, session.StepCount));
            },
            cancellationToken));

    public ValueTask<FinishedPicture> FinishAsync(PictureWork work, CancellationToken cancellationToken) =>
        new(Task.Run(() => Finish(work), cancellationToken));

    private PictureWork Open(ReadOnlyMemory<byte> input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint)
    {
        var image = codec.Decode(input, limits.Decode);
        limits.CheckMemory(image.Pixels.Width, image.Pixels.Height);
        var plan = RestorationPlanner.Plan(image.Pixels, settings);
        return new PictureWork
        {
            Input = input,
            Image = image,
            Settings = settings,
            Plan = plan,
            Session = plan.LeaveAloneReason is null ? StartOrResume(input, image, plan, settings, checkpoint) : null,
        };
    }

    private SamplerSession StartOrResume(
        ReadOnlyMemory<byte> input, DecodedImage image, RestorationPlan plan, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint)
    {
        var sampler = sessions.Create(plan, settings, new Observation(ColourPlanes.Triple(image.Pixels), plan.Diagnosis.NoiseSigma));
        if (checkpoint is not { } bytes)
        {
            return new SamplerSession(sampler);
        }

        var (state, step) = CheckpointCodec.Read(bytes.Span, Identity(input, settings, sampler.StepCount));
        return new SamplerSession(sampler, state, step);
    }

    private FinishedPicture Finish(PictureWork work)
    {
        if (work.Session is not { } session)
        {
            return new FinishedPicture("unchanged", work.Input, ReportBuilder.Untouched(work, prior, device));
        }

        if (!session.IsComplete)
        {
            throw new InvalidOperationException($"Step {session.StepIndex} of {session.StepCount}: not finished yet.");
        }

        var result = ColourPlanes.Like(work.Image.Pixels, session.Sampler.Result(session.State));
        return new FinishedPicture("restored", codec.Encode(work.Image, result), ReportBuilder.Restored(work, session, prior, device));
    }

    private CheckpointIdentity Identity(ReadOnlyMemory<byte> input, RestoreSettings settings, int steps) =>
        new(Convert.ToHexStringLower(SHA256.HashData(input.Span)), SettingsCodec.Hash(settings, prior.Sha256), steps);
}
