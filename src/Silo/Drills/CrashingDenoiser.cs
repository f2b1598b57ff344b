using BirD.Restoration.Priors;

namespace BirD.Silo.Drills;

/// <summary>Ends the process, without a word to anybody, on pictures of one size: what a driver's bug does.</summary>
internal sealed class CrashingDenoiser(IDenoiser inner, int width, int height) : IDenoiser
{
    public DenoiserInfo Info => inner.Info;

    public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Width == width && batch.Height == height)
        {
            Environment.FailFast($"Drill: a picture of {width} x {height} ends the process.");
        }

        inner.Evaluate(batch, cancellationToken);
    }

    public void Trim() => inner.Trim();

    public void Dispose() => inner.Dispose();
}
