namespace BirD.Restoration.Priors.Analytic;

/// <summary>Predicts no noise after a set time: a stand-in for a network in tests and benchmarks of the scheduling.</summary>
/// <param name="perPicture">Time one picture takes; a batch takes it once per picture. Zero does not wait.</param>
/// <param name="timeProvider">Clock that the wait obeys; the system clock when null.</param>
public sealed class NullDenoiser(TimeSpan perPicture = default, TimeProvider? timeProvider = null) : IDenoiser
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    public DenoiserInfo Info { get; } = new()
    {
        Name = "null",
        Version = "1",
        Sha256 = new string('0', 64),
        Prediction = PredictionType.Epsilon,
        Licence = "Apache-2.0",
        TileOverlap = 0,
    };

    /// <inheritdoc/>
    public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BatchCheck.Run(Info, batch);
        if (perPicture > TimeSpan.Zero)
        {
            using var over = new ManualResetEventSlim();
            using var timer = _clock.CreateTimer(
                static state => ((ManualResetEventSlim)state!).Set(), over, perPicture * batch.Count, Timeout.InfiniteTimeSpan);
            over.Wait(cancellationToken);
        }

        batch.Output.Span[..(batch.Count * 3 * batch.Height * batch.Width)].Clear();
    }

    public void Dispose()
    {
    }
}
