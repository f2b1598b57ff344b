namespace BirD.Silo.Api.Limits;

/// <summary>How event streams end when their reader leaves or this silo stops: without a word, since readers reconnect.</summary>
internal static class StreamEnd
{
    /// <summary>False at the end and when told to stop.</summary>
    public static async Task<bool> NextAsync<T>(IAsyncEnumerator<T> source, CancellationToken stop)
    {
        try
        {
            return await source.MoveNextAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
