namespace BirD.Client.Cluster;

/// <summary>Which cluster is meant, and who asks.</summary>
/// <param name="Url">Of any control silo, or of what stands before them.</param>
/// <param name="ApiKey">Key or token; null on the machine of a single box.</param>
internal sealed record ClusterAddress(Uri Url, string? ApiKey)
{
    public const string UrlVariable = "BIRD_CLUSTER";
    public const string KeyVariable = "BIRD_API_KEY";

    /// <summary>Null when neither option nor variable names a cluster.</summary>
    /// <exception cref="UsageException">The address is no http or https address.</exception>
    public static ClusterAddress? Find(string? url, string? apiKey)
    {
        var text = url ?? Environment.GetEnvironmentVariable(UrlVariable);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"'{text}' is no address of a cluster; write for example http://host:8080.");
        }

        var key = apiKey ?? Environment.GetEnvironmentVariable(KeyVariable);
        return new ClusterAddress(parsed, string.IsNullOrWhiteSpace(key) ? null : key);
    }

    /// <summary>For the user's next command.</summary>
    public override string ToString() => Url.ToString().TrimEnd('/');
}
