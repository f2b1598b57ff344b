namespace BirD.Client.Bench.Drill;

/// <summary>What the drills of <c>bird bench</c> are told.</summary>
internal sealed record DrillOptions
{
    public required int Items { get; init; }

    public int Blows { get; init; }

    public int Workers { get; init; } = 2;

    public int Seed { get; init; } = 1;

    /// <summary>Milliseconds of one evaluation.</summary>
    public double StepMilliseconds { get; init; } = 20;

    public int Steps { get; init; } = 3;

    /// <summary>How long the store is taken away.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The drill ends here whatever it has reached.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Connection string of an account for the state; null keeps it in a directory.</summary>
    public string? Connection { get; init; }

    public async Task<DrillPlace> PlaceAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bird-drill-").FullName;
        return Connection is null ? DrillPlace.Local(folder) : await DrillPlace.AzureAsync(folder, Connection);
    }
}
