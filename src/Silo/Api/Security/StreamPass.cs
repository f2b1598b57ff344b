using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace BirD.Silo.Api.Security;

/// <summary>Whether who opened an event stream may still read it: keys are revoked, tokens end, and streams go on for days.</summary>
internal sealed class StreamPass(ApiKeyStore keys, IEnumerable<SessionKey> sessions, TimeProvider time)
{
    /// <summary>
    /// Ends when the caller's right does, at most <see cref="ApiKeyStore.Staleness"/> later, when <paramref name="stop"/> is, or when the request is.
    /// The stream disposes of it.
    /// </summary>
    public CancellationTokenSource Begin(HttpContext context, CancellationToken stop)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(stop, context.RequestAborted);
        var key = ApiKeyHandler.Find(context.Request.Headers);
        _ = WatchAsync(key is null ? null : ApiKey.Parse(key), EndOf(context.User), end);
        return end;
    }

    private async Task WatchAsync(ApiKey? key, DateTimeOffset? tokenEnds, CancellationTokenSource end)
    {
        try
        {
            using var clock = new PeriodicTimer(ApiKeyStore.Staleness, time);
            while (await clock.WaitForNextTickAsync(end.Token))
            {
                if (!await HoldsAsync(key, tokenEnds, end.Token))
                {
                    await end.CancelAsync();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The stream is over.
        }
    }

    private async Task<bool> HoldsAsync(ApiKey? key, DateTimeOffset? tokenEnds, CancellationToken cancellationToken)
    {
        if (tokenEnds is { } moment)
        {
            return time.GetUtcNow() < moment;
        }

        try
        {
            // Without a key it was somebody on this machine while there were none.
            return key is null
                ? !await keys.AnyAsync(cancellationToken)
                : sessions.Any(session => session.Is(key)) || await keys.VerifyAsync(key, cancellationToken) is not null;
        }
        catch (Exception e) when (e is Storage.StoreException or InvalidDataException)
        {
            // Nothing is known of the key: the reader asks anew, and is told why not.
            return false;
        }
    }

    /// <summary>When a provider's token ends; null for other callers.</summary>
    private static DateTimeOffset? EndOf(ClaimsPrincipal caller) =>
        long.TryParse(caller.FindFirstValue("exp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
