namespace BirD.Grains.Tests.Fakes;

/// <summary>A barrier before a step: tells when somebody reached it, lets them through when opened.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource<string> reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the name of the silo that got here first.</summary>
    public Task<string> Reached => reached.Task.WaitAsync(Cluster.Until.Patience);

    /// <summary>A silo whose engine hangs here, whatever it is told: the stand-in for a frozen or killed process.</summary>
    public bool Deaf { get; init; }

    public void Open() => opened.TrySetResult();

    public async Task PassAsync(string silo, CancellationToken cancellationToken)
    {
        reached.TrySetResult(silo);
        if (reached.Task.Result != silo && Deaf)
        {
            return;
        }

        await opened.Task.WaitAsync(Deaf ? CancellationToken.None : cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
