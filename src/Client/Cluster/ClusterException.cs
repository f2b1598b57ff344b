namespace BirD.Client.Cluster;

/// <summary>The cluster refused or can't be reached; the message says which, and what to do.</summary>
internal sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Contracts.Api.ProblemTypes"/> when the cluster answered with a problem.</summary>
    public string? Problem { get; init; }
}
