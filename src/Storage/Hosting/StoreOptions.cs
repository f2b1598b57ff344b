using BirD.Storage.Azure;

namespace BirD.Storage.Hosting;

/// <summary>Where jobs, checkpoints and membership are kept; section "Bird:Store".</summary>
public sealed class StoreOptions
{
    /// <summary>Kind of store. Default local.</summary>
    public StoreKind Kind { get; set; }

    /// <summary>Directory of a local store; for the processes of one machine only. No default.</summary>
    public string Directory { get; set; } = "";

    /// <summary>Container of an azure store; must exist. No default.</summary>
    public string Container { get; set; } = "";

    /// <summary>Put before every key in the container. Default "bird/".</summary>
    public string Prefix { get; set; } = "bird/";

    /// <summary>The account of an azure store.</summary>
    public AzureStoreOptions Azure { get; set; } = new();

    /// <summary>What is wrong with these options, each with what to write instead.</summary>
    public IEnumerable<string> Faults()
    {
        if (Kind == StoreKind.Local && string.IsNullOrWhiteSpace(Directory))
        {
            yield return "Bird:Store:Directory is missing: give the directory that holds jobs and checkpoints (--directory or BIRD_DIRECTORY), for example /srv/bird; all silos on this machine share it.";
        }

        if (Kind == StoreKind.Azure && string.IsNullOrWhiteSpace(Container))
        {
            yield return "Bird:Store:Container is missing: name the container that holds jobs and checkpoints (--container or BIRD_CONTAINER); it must exist.";
        }

        if (Kind == StoreKind.Azure && !Azure.IsComplete)
        {
            yield return "Bird:Store:Azure: no account. Set Bird:Store:Azure:Account (BIRD_STORE_ACCOUNT), for example https://archive.blob.core.windows.net, or a connection string (BIRD_STORE_CONNECTION).";
        }

        if (Prefix.Length > 0 && (!Prefix.EndsWith('/') || Prefix.StartsWith('/')))
        {
            yield return $"Bird:Store:Prefix is '{Prefix}'; it must end in '/' and not begin with it, or be empty.";
        }
    }
}

public enum StoreKind
{
    /// <summary>A directory of this machine.</summary>
    Local = 0,

    /// <summary>A container of Azure Blob Storage.</summary>
    Azure = 1,
}
