using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>Checkpoints that went bad while nobody was running.</summary>
public sealed class CheckpointTests(ChaosFixture chaos)
{
    /// <summary>A checkpoint after the first step, and long until the last one.</summary>
    private static readonly Dictionary<string, string> Settings = new([Failovers.LogSetting])
    {
        ["Bird__Checkpoints__MinRunTime"] = "00:00:01",
        ["Bird__Checkpoints__MinInterval"] = "00:00:01",
        ["Bird__Checkpoints__MaxInterval"] = "00:00:01",
    };

    private volatile bool written;

    [Fact]
    public async Task CheckpointsCutOffAndFlipped_AreNoticedAndTheResultsAreTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs POSIX signals");
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "damaged", 2, Drills.Steps);
        using (var box = new DrillCluster(place, workers: 0, "null:3000ms", Settings, FreezeAtCheckpoint, role: "all"))
        {
            await Drills.UntilAsync(box, () => Task.FromResult(written), "a checkpoint was written");
        }

        var checkpoints = Directory.GetFiles(Path.Combine(place.State, "jobs", "damaged", "ckpt"), "*.safetensors", SearchOption.AllDirectories);
        checkpoints.ShouldNotBeEmpty();
        for (var i = 0; i < checkpoints.Length; i++)
        {
            Damage(checkpoints[i], cutOff: i % 2 == 0);
        }

        using var again = new DrillCluster(place, workers: 0, Drills.Prior, role: "all");
        await Drills.Finished(again, job);

        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        var expected = await chaos.UndisturbedAsync();
        hashes.ShouldAllBe(result => expected[result.Key] == result.Value);
        again.Control.Log.Count(line => line.Contains("is missing or damaged", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
    }

    /// <summary>Stops the process where it is, so that the picture doesn't get done on the way.</summary>
    private void FreezeAtCheckpoint(SiloProcess silo, string line)
    {
        if (!written && line.Contains(": checkpoint at step", StringComparison.Ordinal))
        {
            silo.Freeze();
            written = true;
        }
    }

    private static void Damage(string file, bool cutOff)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        if (cutOff)
        {
            stream.SetLength(stream.Length / 2);
            return;
        }

        stream.Seek(-1, SeekOrigin.End);
        var last = stream.ReadByte();
        stream.Seek(-1, SeekOrigin.End);
        stream.WriteByte((byte)~last);
    }
}
