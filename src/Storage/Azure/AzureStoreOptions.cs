using System.ComponentModel.DataAnnotations;

namespace BirD.Storage.Azure;

/// <summary>An Azure storage account (or Azurite) and how patiently it is spoken to.</summary>
public sealed record AzureStoreOptions
{
    /// <summary>Connection string; for development and for accounts without Entra. Default: none, then <see cref="Account"/> counts.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>
    /// Blob endpoint, for example https://archive.blob.core.windows.net. Signed in by DefaultAzureCredential: workload
    /// identity, managed identity, environment, Azure CLI. No default.
    /// </summary>
    public Uri? Account { get; init; }

    /// <summary>Tries after the first for a request that was throttled or not answered. Default 6.</summary>
    [Range(0, 50, ErrorMessage = "Azure:MaxRetries must lie between 0 and 50; 6 is the default.")]
    public int MaxRetries { get; init; } = 6;

    /// <summary>Pause before the first retry; doubles, with jitter; what the service asks for (Retry-After) wins. Default 0.3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ErrorMessage = "Azure:RetryDelay must lie between 1 ms and 1 min; 0.3 s is the default.")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Longest pause between retries. Default 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00", ErrorMessage = "Azure:MaxRetryDelay must lie between 1 ms and 10 min; 8 s is the default.")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest silence of the network within one try. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "Azure:NetworkTimeout must lie between 0.1 s and 10 min; 30 s is the default.")]
    public TimeSpan NetworkTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects above this size are uploaded in blocks of it. Default 8 MiB.</summary>
    [Range(65536, 1 << 30, ErrorMessage = "Azure:BlockBytes must lie between 64 KiB and 1 GiB; 8 MiB is the default.")]
    public long BlockBytes { get; init; } = 8 << 20;

    /// <summary>True when it is known whom to speak to.</summary>
    public bool IsComplete => !string.IsNullOrWhiteSpace(ConnectionString) || Account is not null;
}
