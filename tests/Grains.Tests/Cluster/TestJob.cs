using BirD.Contracts.Jobs;
using BirD.Grains.Tests.Fakes;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;

namespace BirD.Grains.Tests.Cluster;

/// <summary>A job over fake originals: writes its manifest, starts it, waits for its end.</summary>
internal sealed class TestJob(BirdCluster cluster, string id = "job", ulong seed = 0)
{
    /// <summary>Small, so that a handful of pictures spreads over several shards.</summary>
    public const int ShardSize = 3;

    public string Id => id;

    public IJobGrain Grain => cluster.Grains.GetGrain<IJobGrain>(id);

    public JobSpec Spec { get; } = new()
    {
        SettingsJson = SettingsCodec.ToJson(new RestoreSettings { Seed = seed }),
        SettingsHash = SettingsCodec.Hash(new RestoreSettings { Seed = seed }, "prior"),
        Roots = [new InputRoot("r0", "/in")],
        Output = "/out",
    };

    /// <summary>Key of a mask that goes with every picture listed from now on.</summary>
    public string? Mask { get; set; }

    /// <summary>Lists the pictures as run <paramref name="run"/> and starts it.</summary>
    public async Task<JobProgress> StartAsync(int run, params FakePicture[] pictures)
    {
        var listed = await ListAsync(run, pictures);
        return await Grain.StartRunAsync(Spec, listed);
    }

    public async Task<JobRun> ListAsync(int run, params FakePicture[] pictures)
    {
        foreach (var picture in pictures)
        {
            cluster.World.Inputs.Put(picture.Name, picture.ToBytes());
        }

        var manifests = new ObjectManifestStore(cluster.World.Objects, ShardSize);
        var summary = await manifests.WriteAsync(
            id, run, pictures.Select(picture => new ManifestItem("r0", picture.Name, picture.Name, 1)
            {
                Companions = Mask is null ? null : [new ManifestCompanion(CompanionRole.Mask, "r0", Mask)],
            }).ToAsyncEnumerable());
        return new JobRun(run, summary.Shards, summary.Items);
    }

    /// <summary>Every event of the run, to its end.</summary>
    public async Task<List<JobEvent>> WatchAsync()
    {
        using var timeout = new CancellationTokenSource(Until.Patience);
        var events = new List<JobEvent>();
        try
        {
            await foreach (var item in Grain.WatchAsync(0, timeout.Token))
            {
                events.Add(item);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"Job {id} did not end; got {events.Count} events; it says {await Grain.GetProgressAsync()}");
        }

        return events;
    }

    public Task UntilAsync(Func<JobProgress, bool> condition) =>
        Until.TrueAsync(async () => condition(await Grain.GetProgressAsync()), async () => $"{await Grain.GetProgressAsync()}");
}
