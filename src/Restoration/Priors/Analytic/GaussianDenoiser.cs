using System.Numerics;

namespace BirD.Restoration.Priors.Analytic;

/// <summary>The exact denoiser of a Gaussian prior with a known spectrum: a deterministic oracle for tests, without weights.</summary>
/// <remarks>
/// x0 = F^-1[ sqrt(abar) S / (abar S + 1 - abar) F x ], eps = (x - sqrt(abar) x0) / sqrt(1 - abar)
/// (bird-algorithm, weight-free test oracle). Channels are independent and zero-mean; any size runs.
/// </remarks>
public sealed class GaussianDenoiser : IDenoiser
{
    private readonly GaussianSpectrum _spectrum;
    private readonly LinearAlphaBar _alphaBar;

    public GaussianDenoiser(GaussianSpectrum? spectrum = null)
    {
        _spectrum = spectrum ?? new GaussianSpectrum();
        Info = new DenoiserInfo
        {
            Name = "gaussian",
            Version = "1",
            Sha256 = _spectrum.Fingerprint(),
            Prediction = PredictionType.Epsilon,
            Licence = "Apache-2.0",
        };
        _alphaBar = new LinearAlphaBar(Info.ScheduleSteps, Info.BetaStart, Info.BetaEnd);
    }

    public DenoiserInfo Info { get; }

    /// <inheritdoc/>
    public void Evaluate(in DenoiseBatch batch, CancellationToken cancellationToken)
    {
        BatchCheck.Run(Info, batch);
        var (h, w) = (batch.Height, batch.Width);
        var plane = h * w;
        for (var n = 0; n < batch.Count; n++)
        {
            var x = batch.X.Span.Slice(n * 3 * plane, 3 * plane);
            var eps = batch.Output.Span.Slice(n * 3 * plane, 3 * plane);
            var abar = _alphaBar.At(batch.Timesteps.Span[n]);
            // The filter is real and even, so two real channels pass as the parts of one complex picture.
            cancellationToken.ThrowIfCancellationRequested();
            Pair(x[..plane], x.Slice(plane, plane), eps[..plane], eps.Slice(plane, plane), h, w, abar);
            cancellationToken.ThrowIfCancellationRequested();
            Pair(x[(2 * plane)..], default, eps[(2 * plane)..], default, h, w, abar);
        }
    }

    public void Dispose()
    {
    }

    private void Pair(
        ReadOnlySpan<float> xa, ReadOnlySpan<float> xb, Span<float> ea, Span<float> eb, int h, int w, double abar)
    {
        var f = new Complex[h * w];
        for (var i = 0; i < f.Length; i++)
        {
            f[i] = new Complex(xa[i], xb.IsEmpty ? 0 : xb[i]);
        }

        Fourier2D.Forward(f, h, w);
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                // eps directly: (1 - abar S / (abar S + 1 - abar)) / sqrt(1 - abar), without cancellation.
                f[(y * w) + x] *= Math.Sqrt(1 - abar) / ((abar * _spectrum.Power(y, x, h, w)) + 1 - abar);
            }
        }

        Fourier2D.Inverse(f, h, w);
        for (var i = 0; i < f.Length; i++)
        {
            ea[i] = (float)f[i].Real;
            if (!eb.IsEmpty)
            {
                eb[i] = (float)f[i].Imaginary;
            }
        }
    }
}
