namespace BirD.Restoration.Priors;

/// <summary>The diffusion prior: predicts noise, clean picture or velocity from a noisy picture and its timestep.</summary>
/// <remarks>
/// Implementations need not be thread-safe: the step engine calls them from one thread.
/// No gradient ever passes through a prior (stop-gradient at x0, paper section 3), so a forward pass is all there is.
/// </remarks>
public interface IDenoiser : IDisposable
{
    DenoiserInfo Info { get; }

    /// <summary>Evaluates <see cref="DenoiseBatch.Count"/> pictures and fills <see cref="DenoiseBatch.Output"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the output is undefined.</exception>
    void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken);

    /// <summary>Gives memory that was kept for the next evaluation back to the system, where it is much.</summary>
    void Trim()
    {
    }
}
