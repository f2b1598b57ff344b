using BirD.Client.Cluster;
using BirD.Restoration.Priors;
using BirD.Storage;

namespace BirD.Client.Commands;

/// <summary>What a command says and returns when it can't go on.</summary>
internal static class LastWord
{
    /// <summary>2 is what the one who typed it can mend by typing something else, another prior or device included; all the rest is 1.</summary>
    public static int CodeOf(Exception failure) =>
        failure is UsageException or ClusterException or PriorException or EngineException ? ExitCodes.Usage : ExitCodes.SomeFailed;

    /// <summary>One sentence, with what to do.</summary>
    public static string For(Exception failure) => failure switch
    {
        UsageException or ClusterException or PriorException or StoreException or EngineException => failure.Message,
        AggregateException { InnerException: { } inner } => For(inner),
        TypeInitializationException { InnerException: { } inner } => For(inner),
        OutOfMemoryException => "Not enough memory. Give less at once, or set --memory.",
        IOException when failure.Message.Contains("Too many open files", StringComparison.OrdinalIgnoreCase) =>
            "This shell allows too few open files. Raise the limit with 'ulimit -n 1024' and run the same command again.",
        InvalidDataException => $"{failure.Message} Results are whole without it: move the folder .bird in the output away and run the same command again.",
        IOException or UnauthorizedAccessException => failure.Message,
        _ => $"{failure.GetType().Name}: {failure.Message} This should not happen; please report it, with what --log-level debug shows. Results that are whole stay whole, and the same command goes on.",
    };
}
