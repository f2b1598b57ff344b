namespace BirD.Client.Bench.Drill;

/// <summary>Kills, freezes and stops silos at random, by a seed; every blow is told to the one who keeps the books.</summary>
internal sealed class Monkey(DrillCluster cluster, DrillJob job, Failovers failovers, int seed)
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(2);
    private readonly Random random = new(seed);
    private readonly List<Task> thaws = [];

    public int Kills { get; private set; }

    public int Freezes { get; private set; }

    public int Stops { get; private set; }

    public int ControlKills { get; private set; }

    /// <summary>Drains that did not end with 0 in time.</summary>
    public int BadStops { get; private set; }

    /// <summary>One blow: a tenth of them to the control silo, the others to a worker.</summary>
    public async Task StrikeAsync()
    {
        if (random.Next(10) == 0)
        {
            ControlKills++;
            cluster.Control.Kill();
            cluster.ReplaceControl();
            return;
        }

        var index = random.Next(cluster.Workers.Length);
        var worker = cluster.Workers[index];
        switch (random.Next(3))
        {
            case 0:
                Kills++;
                failovers.OnLost(worker, job.IsDone);
                worker.Kill();
                cluster.ReplaceWorker(index);
                break;
            case 1:
                Freezes++;
                failovers.OnLost(worker, job.IsDone);
                worker.Freeze();
                thaws.Add(ThawAsync(index, worker, TimeSpan.FromSeconds(1 + (random.NextDouble() * 29))));
                break;
            default:
                Stops++;

                // A frozen process hears a TERM only when it is awake.
                worker.Thaw();
                BadStops += await worker.StopAsync(Budget) == 0 ? 0 : 1;
                cluster.ReplaceWorker(index);
                break;
        }
    }

    /// <summary>Waits until nobody is frozen any more.</summary>
    public Task RestAsync() => Task.WhenAll(thaws);

    private async Task ThawAsync(int index, SiloProcess worker, TimeSpan after)
    {
        await Task.Delay(after);
        if (cluster.Workers[index] == worker && !worker.HasExited)
        {
            worker.Thaw();
            failovers.OnBack(worker);
        }
    }
}
