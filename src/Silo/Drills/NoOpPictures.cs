using BirD.Restoration.Diagnosis;
using BirD.Restoration.Engine;
using BirD.Restoration.Imaging;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Planning;
using BirD.Restoration.Sampling;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using BirD.Storage.Inputs;
using BirD.Storage.Results;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Silo.Drills;

/// <summary>Pictures that are nothing and take no time: what is left to measure is the scheduling.</summary>
internal static class NoOpPictures
{
    /// <summary>Value of "Bird:Prior:File" that chooses them.</summary>
    public const string Prior = "noop";

    /// <summary>Replaces originals, restoration and results; jobs, shards, leases and records stay the real ones.</summary>
    public static IServiceCollection AddNoOpPictures(this IServiceCollection services) => services
        .AddSingleton<IInputStoreFactory, Inputs>()
        .AddSingleton<IResultStoreFactory, Results>()
        .AddSingleton<IStepEngine, Engine>()
        .AddSingleton<IPictureRestorer, Restorer>();

    private sealed class Inputs : IInputStoreFactory, IInputStore
    {
        public IInputStore Open(string location) => this;

        public Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default) =>
            Task.FromResult(ReadOnlyMemory<byte>.Empty);

        public Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult(new InputStamp(0, ""));
    }

    private sealed class Results : IResultStoreFactory, IResultStore
    {
        public IResultStore Open(string location) => this;

        public Task<ResultStamp?> FindAsync(string key, CancellationToken cancellationToken = default) => Task.FromResult<ResultStamp?>(null);

        public Task<bool> IsWholeAsync(string key, ResultStamp stamp, CancellationToken cancellationToken = default) => Task.FromResult(true);

        public Task<bool> PutAsync(
            string key, ReadOnlyMemory<byte> picture, ResultMaps maps, ReadOnlyMemory<byte> sidecar, CancellationToken cancellationToken = default) =>
            Task.FromResult(true);
    }

    private sealed class Engine : IStepEngine
    {
        public EngineStatus Status { get; } = new("none", 0, 0, TimeSpan.Zero, Healthy: true);

        public ValueTask<SegmentResult> RunAsync(SamplerSession session, SegmentLimit limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A picture that is nothing has no steps.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Restorer : IPictureRestorer
    {
        private static readonly RestorationReport Report = new()
        {
            Task = "none",
            Profile = "none",
            Guidance = "none",
            Seed = 0,
            Steps = 0,
            Width = 1,
            Height = 1,
            BitDepth = 8,
            Prior = new PriorReport(Prior, "", ""),
        };

        public string PriorSha256 => Prior;

        public ValueTask<PictureWork> OpenAsync(
            PictureInput input, RestoreSettings settings, ReadOnlyMemory<byte>? checkpoint, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new PictureWork
            {
                Input = input,
                Image = new DecodedImage(new ImageTensor(1, 1, 1), null, "png", 8, input.Picture),
                Settings = settings,
                Plan = new RestorationPlan { Task = RestorationTask.Denoise, Diagnosis = new PictureDiagnosis(0, null) },
            });

        public ValueTask<byte[]> CheckpointAsync(PictureWork work, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A picture that is nothing has no state.");

        public ValueTask<FinishedPicture> FinishAsync(PictureWork work, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new FinishedPicture("unchanged", work.Input.Picture, Report));

        public ValueTask<FinishedPicture> KeepAsync(PictureInput input, RestoreSettings settings, string reason, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new FinishedPicture("unchanged", input.Picture, Report with { Reason = reason }));
    }
}
