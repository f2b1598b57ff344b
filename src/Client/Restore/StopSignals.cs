using System.Runtime.InteropServices;

namespace BirD.Client.Restore;

/// <summary>Ctrl-C and SIGTERM: the first asks for an orderly stop, the second ends the process on the spot.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;

    public StopSignals() => registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    public CancellationToken Token => stop.Token;

    /// <summary>Completes with the first of them.</summary>
    public async Task WaitAsync() =>
        await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose()
    {
        Array.ForEach(registrations, registration => registration.Dispose());
        stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (stop.IsCancellationRequested)
        {
            Environment.Exit(ExitCodes.Interrupted);
        }

        stop.Cancel();
    }
}
