using System.Diagnostics;

namespace BirD.Deploy.Tests.Cluster;

/// <summary>Waits for something to come true: long enough for a machine under load, a quiet one needs seconds.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">Its name, for the message when it doesn't happen.</param>
    /// <param name="why">More to say then.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, Func<string> why)
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); await Task.Delay(TimeSpan.FromMilliseconds(50)))
        {
            if (waited.Elapsed > Longest)
            {
                throw new TimeoutException($"After {Longest.TotalMinutes:F0} min still not: {what}.{Environment.NewLine}{why()}");
            }
        }
    }
}
