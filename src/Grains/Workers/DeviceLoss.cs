using BirD.Restoration.Engine;

namespace BirD.Grains.Workers;

/// <summary>Whether this silo's device has failed for good: its worker gives its pictures back, and its host ends the process.</summary>
/// <remarks>Going on would use up the attempts of every picture there is within seconds. Thread-safe.</remarks>
public sealed class DeviceLoss(IStepEngine engine) : IDisposable
{
    private readonly CancellationTokenSource lost = new();
    private readonly TaskCompletionSource settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int givenBack;

    /// <summary>Ends when the device is found lost.</summary>
    public CancellationToken Token => lost.Token;

    /// <summary>What happened, for people; null while all is well.</summary>
    public string? Reason { get; private set; }

    /// <summary>Pictures that were in work then.</summary>
    public int GivenBack => Volatile.Read(ref givenBack);

    /// <summary>Looks at the engine.</summary>
    /// <returns>True from the first time on that the device was found lost.</returns>
    public bool Look()
    {
        if (Reason is null && engine.Status is { IsLost: true } status)
        {
            Reason = $"The device {status.Device} failed{(status.Fault is { } fault ? $": {fault}" : ".")}";
            lost.Cancel();
        }

        return Reason is not null;
    }

    /// <summary>Ends when the worker has given back all that it held.</summary>
    public Task Settled => settled.Task;

    /// <summary>The worker holds nothing any more.</summary>
    public void OnSettled() => settled.TrySetResult();

    /// <summary>Counts a picture that goes back.</summary>
    public void OnGivenBack() => Interlocked.Increment(ref givenBack);

    public void Dispose() => lost.Dispose();
}
