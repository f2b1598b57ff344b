namespace BirD.Grains.Configuration;

/// <summary>What a silo does in the cluster.</summary>
public enum SiloRole
{
    /// <summary>Everything: one box, and the silo inside the command line tool.</summary>
    All = 0,

    /// <summary>Jobs, shards and the scheduler; no pictures.</summary>
    Control = 1,

    /// <summary>Pictures only.</summary>
    Gpu = 2,
}
