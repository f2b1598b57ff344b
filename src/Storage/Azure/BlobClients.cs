using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace BirD.Storage.Azure;

/// <summary>Makes clients of an account.</summary>
public static class BlobClients
{
    /// <summary>
    /// Fixed, because the library's newest is newer than what Azurite answers, and nothing newer is used: Azurite then needs
    /// no flag.
    /// </summary>
    private const BlobClientOptions.ServiceVersion Version = BlobClientOptions.ServiceVersion.V2025_11_05;

    public static BlobServiceClient Create(AzureStoreOptions options, HttpPipelineTransport? transport = null) =>
        Connect(options, ToClientOptions(options, transport));

    /// <summary>A client that can't write: every request but a read is refused before it leaves the process.</summary>
    public static BlobServiceClient CreateReadOnly(AzureStoreOptions options, HttpPipelineTransport? transport = null)
    {
        var client = ToClientOptions(options, transport);
        client.AddPolicy(new ReadOnlyPolicy(), HttpPipelinePosition.PerCall);
        return Connect(options, client);
    }

    private static BlobServiceClient Connect(AzureStoreOptions options, BlobClientOptions client) =>
        string.IsNullOrWhiteSpace(options.ConnectionString)
            ? new BlobServiceClient(options.Account, new DefaultAzureCredential(), client)
            : new BlobServiceClient(options.ConnectionString, client);

    private static BlobClientOptions ToClientOptions(AzureStoreOptions options, HttpPipelineTransport? transport)
    {
        var client = new BlobClientOptions(Version)
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = options.MaxRetries,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                NetworkTimeout = options.NetworkTimeout,
            },
        };
        if (transport is not null)
        {
            client.Transport = transport;
        }

        return client;
    }
}
