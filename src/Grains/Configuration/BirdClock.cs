namespace BirD.Grains.Configuration;

/// <summary>The clock of leases, retries and cadences: a keyed service, so that tests can turn it without turning Orleans' own.</summary>
public static class BirdClock
{
    public const string Key = "bird";
}
