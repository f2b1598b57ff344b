using System.Globalization;
using System.Text;
using BirD.Restoration.Checkpointing;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Grains.Tests.Fakes;

internal sealed class FakeRestorer(World world) : IPictureRestorer
{
    /// <summary>What the tests' cluster says it has, see ApiHost.</summary>
    public string PriorSha256 => new('1', 64);

    public async ValueTask<PictureWork> OpenAsync(
        PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var picture = FakePicture.Parse(input.Picture);
        if (picture.Broken)
        {
            throw new PictureException(PictureFault.Unreadable, $"{picture.Name} is no picture.");
        }

        if (world.CountOpening(picture.Name) <= picture.FailuresFirst)
        {
            throw new IOException($"{picture.Name} failed on purpose.");
        }

        if (picture.NeedsAllMemory && world.RunningSessions > 0)
        {
            throw new EngineException("Out of memory on purpose.", outOfMemory: true);
        }

        var sampler = new FakeSampler(picture.Name, picture.Steps);
        return new PictureWork
        {
            Input = input,
            Image = new DecodedImage(new ImageTensor(1, 1, 1), null, "png", 8, input.Picture),
            Settings = settings,
            Plan = new RestorationPlan { Task = RestorationTask.Denoise, Diagnosis = new PictureDiagnosis(0.1, null) },
            Session = picture.Pristine ? null : checkpoint is { } saved ? Resume(sampler, input, saved) : new SamplerSession(sampler),
        };
    }

    public async ValueTask<byte[]> CheckpointAsync(PictureWork work, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Hash(work.Input)} {work.Session!.StepIndex} {work.Session.State.X.Data[0]:R}"));
    }

    public async ValueTask<FinishedPicture> FinishAsync(PictureWork work, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var picture = FakePicture.Parse(work.Input.Picture);
        world.CountFinish(picture.Name);
        var output = work.Session is { } session ? ResultOf(picture.Name, session.State.X.Data[0]) : work.Input.Picture.ToArray();
        return new FinishedPicture(work.Session is null ? "unchanged" : "restored", output, Report(work));
    }

    public ValueTask<FinishedPicture> KeepAsync(PictureInput input, RestoreSettings settings, string reason, CancellationToken cancellationToken) =>
        new(new FinishedPicture("unchanged", input.Picture, Report(new PictureWork
        {
            Input = input,
            Image = new DecodedImage(new ImageTensor(1, 1, 1), null, "png", 8, input.Picture),
            Settings = settings,
            Plan = new RestorationPlan { Task = RestorationTask.Denoise, Diagnosis = new PictureDiagnosis(0.1, null) },
        }) with { Reason = reason }));

    public static byte[] ResultOf(string name, float value) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name}={value:R}"));

    public static RestorationReport Report(PictureWork work) => new()
    {
        Task = "denoise",
        Profile = "robust",
        Guidance = "adaptive",
        Seed = work.Settings.Seed,
        Steps = work.Session?.StepCount ?? 0,
        Width = 1,
        Height = 1,
        BitDepth = 8,
        Reason = work.Session is null ? "nothing to do" : null,
        Prior = new PriorReport("fake", "00", "1"),
        Device = "fake",
    };

    private SamplerSession Resume(FakeSampler sampler, PictureInput input, ReadOnlyMemory<byte> checkpoint)
    {
        var parts = Encoding.UTF8.GetString(checkpoint.Span).Split(' ');
        if (parts.Length != 3 || parts[0] != Hash(input))
        {
            throw new CheckpointException("damaged on purpose");
        }

        var step = int.Parse(parts[1], CultureInfo.InvariantCulture);
        world.NoteResumed(sampler.Name, step);
        return new SamplerSession(sampler, FakeSampler.StateOf(float.Parse(parts[2], CultureInfo.InvariantCulture)), step);
    }

    private static string Hash(PictureInput input) => input.Sha256();
}
