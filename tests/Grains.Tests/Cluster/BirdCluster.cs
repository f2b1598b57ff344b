using BirD.Contracts.Jobs;
using BirD.Grains.Checkpointing;
using BirD.Grains.Configuration;
using BirD.Grains.Hosting;
using BirD.Grains.Images;
using BirD.Grains.Retry;
using BirD.Grains.Scheduling;
using BirD.Grains.Shards;
using BirD.Grains.Tests.Fakes;
using BirD.Grains.Workers;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using BirD.Storage.Checkpoints;
using BirD.Storage.Inputs;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;
using BirD.Storage.Results;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace BirD.Grains.Tests.Cluster;

/// <summary>A cluster of silos in this process over one <see cref="World"/>, with everything that waits made short but the detection of the dead: a starved silo is none.</summary>
internal sealed class BirdCluster : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    private BirdCluster(InProcessTestCluster silos, World world) => (Silos, World) = (silos, world);

    public InProcessTestCluster Silos { get; }

    public World World { get; }

    public IGrainFactory Grains => Silos.Client;

    public static async Task<BirdCluster> StartAsync(
        World? world = null, int silos = 2, SiloRole role = SiloRole.All, TimeProvider? clock = null, Action<IServiceCollection>? configure = null)
    {
        world ??= new World();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((options, silo) =>
        {
            AddWorld(silo.Services, world, options.SiloName);
            if (clock is not null)
            {
                silo.Services.AddKeyedSingleton(BirdClock.Key, clock);
            }

            silo.AddBird(role);
            Hurry(silo.Services);
            configure?.Invoke(silo.Services);
        });
        builder.ConfigureClient(client => client.Services.Configure<Orleans.Serialization.ExceptionSerializationOptions>(BirdSiloBuilderExtensions.CarryStoreFailures));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new BirdCluster(cluster, world);
    }

    public async ValueTask DisposeAsync()
    {
        await Silos.StopAllSilosAsync();
        await Silos.DisposeAsync();
    }

    internal static void AddWorld(IServiceCollection services, World world, string silo) => services
        .AddSingleton<IObjectStore>(world.Objects)
        .AddSingleton<IManifestStore>(_ => new ObjectManifestStore(world.Objects, TestJob.ShardSize))
        .AddSingleton<ICheckpointStore>(_ => new ObjectCheckpointStore(world.Objects))
        .AddSingleton<IInputStoreFactory>(world.Inputs)
        .AddSingleton<IResultStoreFactory>(world.Results)
        .AddSingleton<IPictureRestorer>(_ => new FakeRestorer(world))
        .AddSingleton<IStepEngine>(_ => new FakeEngine(world, silo));

    private static void Hurry(IServiceCollection services)
    {
        services.Configure<WorkerOptions>(o => (o.HeartbeatInterval, o.RetryPause) = (Soon, Soon));
        services.Configure<ShardOptions>(o => (o.CommitInterval, o.ReportInterval) = (TimeSpan.Zero, Soon));
        services.Configure<SchedulerOptions>(o => o.IdlePoll = Soon);
        services.Configure<RetryOptions>(o => o.BaseDelay = TimeSpan.FromMilliseconds(1));
        services.Configure<PictureOptions>(o => (o.CallWait, o.StorePause) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(2)));
        services.Configure<CheckpointOptions>(o => (o.MinRunTime, o.MinInterval, o.MaxInterval) =
            (FakeEngine.StepCost * 2, FakeEngine.StepCost * 2, FakeEngine.StepCost * 2));
    }
}
