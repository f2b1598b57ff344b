using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;

namespace BirD.Storage.Azure;

/// <summary>Turns what the service and its library say into what the operator can do.</summary>
internal static class BlobFailure
{
    /// <summary>Runs a call; whatever fails for good comes out as a <see cref="StoreException"/>, or <see cref="StoreUnavailableException"/> where it may pass.</summary>
    public static async Task<T> GuardAsync<T>(string container, string key, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsOurs(e, cancellationToken))
        {
            throw Explain(container, key, e);
        }
    }

    /// <summary>True for failures of service, network or sign-in; a time-out of the library's own comes as a cancellation that nobody asked for.</summary>
    public static bool IsOurs(Exception failure, CancellationToken cancellationToken) =>
        failure is RequestFailedException or AuthenticationFailedException or AggregateException or HttpRequestException or IOException and not StoreException
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static StoreException Explain(string container, string key, Exception failure)
    {
        var what = key.Length > 0 ? $"{container}/{key}" : container;
        var cause = failure is AggregateException { InnerExceptions: [.., var last] } ? last : failure;
        var message = cause switch
        {
            RequestFailedException { ErrorCode: var code } when code == BlobErrorCode.ContainerNotFound =>
                $"The container '{container}' doesn't exist in this storage account. Create it, or name another one.",
            RequestFailedException { Status: 401 or 403 } e =>
                $"The storage account refuses access to {what} ({e.ErrorCode}). Give this identity the role Storage Blob Data Contributor on the container (Data Reader for inputs), or check the connection string.",
            RequestFailedException { Status: 429 or 503 } e => $"The storage account throttles {what} ({e.ErrorCode}) and went on doing so for all retries.",
            RequestFailedException { Status: > 0 } e => $"The storage account answered {e.Status} {e.ErrorCode} for {what}.",
            AuthenticationFailedException e => $"Signing in for {what} failed: {e.Message}",
            _ => $"The storage account can't be reached for {what}: {cause.Message}",
        };
        return MayPass(cause) ? new StoreUnavailableException(message, failure) : new StoreException(message, failure);
    }

    /// <summary>True where account or network are to blame, not the request: not reached, throttled, out of order.</summary>
    private static bool MayPass(Exception cause) => cause switch
    {
        RequestFailedException e => e.Status is 0 or 408 or 429 or >= 500,
        AuthenticationFailedException => false,
        _ => true,
    };
}
