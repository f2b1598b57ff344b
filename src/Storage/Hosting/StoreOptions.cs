namespace BirD.Storage.Hosting;

/// <summary>Where jobs, checkpoints and membership are kept; section "Bird:Store".</summary>
public sealed class StoreOptions
{
    /// <summary>Kind of store. Default local.</summary>
    public StoreKind Kind { get; set; }

    /// <summary>Directory of a local store; for the processes of one machine only. No default.</summary>
    public string Directory { get; set; } = "";

    /// <summary>What is wrong with these options, each with what to write instead.</summary>
    public IEnumerable<string> Faults()
    {
        if (Kind == StoreKind.Local && string.IsNullOrWhiteSpace(Directory))
        {
            yield return "Bird:Store:Directory is missing: give the directory that holds jobs and checkpoints (--directory or BIRD_DIRECTORY), for example /srv/bird; all silos on this machine share it.";
        }
    }
}

public enum StoreKind
{
    /// <summary>A directory of this machine.</summary>
    Local = 0,
}
