using BirD.Contracts.Retry;

namespace BirD.Grains.Retry;

/// <summary>Decides what follows a failed or interrupted attempt.</summary>
internal sealed class RetryPolicy(RetryOptions options)
{
    /// <param name="failure">Class of the failure.</param>
    /// <param name="attempts">Attempts made, the failed one included.</param>
    /// <param name="deaths">Workers that died holding the picture.</param>
    /// <param name="epoch">Epoch of the failed lease; spreads the pauses without a random source.</param>
    public RetryDecision Decide(FailureClass failure, int attempts, int deaths, long epoch)
    {
        var givenUp = failure switch
        {
            FailureClass.Input or FailureClass.Damaged => true,
            FailureClass.Poison => deaths >= options.MaxDeaths,
            _ => attempts >= options.MaxAttempts,
        };
        return givenUp ? RetryDecision.GiveUp : RetryDecision.After(failure == FailureClass.Poison ? TimeSpan.Zero : Pause(attempts, epoch));
    }

    /// <summary>True when a picture with this history must not share the device.</summary>
    public bool RunAlone(int deaths) => deaths >= options.AloneAfterDeaths;

    /// <summary>Doubling pause, shortened by up to a fifth so that pictures that failed together don't come back together.</summary>
    private TimeSpan Pause(int attempts, long epoch)
    {
        var full = options.BaseDelay * Math.Pow(2, attempts - 1);
        var capped = full < options.MaxDelay ? full : options.MaxDelay;
        var spread = (uint)HashCode(epoch) / (double)uint.MaxValue;
        return capped * (1 - (0.2 * spread));
    }

    /// <summary>Finaliser of SplitMix64: same epoch, same pause, on every machine.</summary>
    private static ulong HashCode(long epoch)
    {
        var z = (ulong)epoch + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <param name="Retry">True when there is another attempt.</param>
/// <param name="Delay">Pause before it.</param>
internal readonly record struct RetryDecision(bool Retry, TimeSpan Delay)
{
    public static RetryDecision GiveUp => default;

    public static RetryDecision After(TimeSpan delay) => new(true, delay);
}
