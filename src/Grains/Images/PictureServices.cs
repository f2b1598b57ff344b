using BirD.Contracts.Jobs;
using BirD.Grains.Checkpointing;
using BirD.Grains.Configuration;
using BirD.Grains.Diagnostics;
using BirD.Grains.Records;
using BirD.Restoration.Engine;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Settings;
using BirD.Storage.Checkpoints;
using BirD.Storage.Inputs;
using BirD.Storage.Results;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BirD.Grains.Images;

/// <summary>What work on a picture needs from its silo.</summary>
internal sealed class PictureServices(
    IPictureRestorer restorer,
    IStepEngine engine,
    IInputStoreFactory inputs,
    IResultStoreFactory results,
    ICheckpointStore checkpoints,
    DecisionStore decisions,
    RunTerms terms,
    IOptions<PictureOptions> options,
    IOptions<CheckpointOptions> checkpointOptions,
    Instruments instruments,
    [FromKeyedServices(BirdClock.Key)] TimeProvider time,
    ILogger<PictureRun> logger)
{
    private Tuple<string, RestoreSettings>? latest;

    public IPictureRestorer Restorer => restorer;

    public IStepEngine Engine => engine;

    public IInputStoreFactory Inputs => inputs;

    public IResultStoreFactory Results => results;

    public ICheckpointStore Checkpoints => checkpoints;

    public DecisionStore Decisions => decisions;

    public RunTerms Terms => terms;

    public PictureOptions Options => options.Value;

    public CheckpointOptions CheckpointOptions => checkpointOptions.Value;

    public Instruments Instruments => instruments;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>The job's settings. Pictures come by the thousand with the same ones, so the latest are kept.</summary>
    public RestoreSettings SettingsOf(JobSpec spec)
    {
        var known = Volatile.Read(ref latest);
        if (known?.Item1 != spec.SettingsJson)
        {
            known = Tuple.Create(spec.SettingsJson, SettingsCodec.FromJson(spec.SettingsJson));
            Volatile.Write(ref latest, known);
        }

        return known.Item2;
    }
}
