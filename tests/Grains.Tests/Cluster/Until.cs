namespace BirD.Grains.Tests.Cluster;

internal static class Until
{
    /// <summary>For a machine under load; nothing here takes more than moments on a quiet one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Polls a condition; when it never becomes true, fails with what <paramref name="describe"/> says.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<Task<string>> describe)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (timeout.IsCancellationRequested)
            {
                throw new TimeoutException(await describe());
            }

            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what) =>
        TrueAsync(() => Task.FromResult(condition()), () => Task.FromResult($"Never true: {what}"));
}
