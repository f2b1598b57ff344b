namespace BirD.Restoration.Priors;

/// <summary>One forward pass of the prior over <paramref name="Count"/> pictures of one size.</summary>
/// <param name="Count">Pictures in the batch, N.</param>
/// <param name="Height">Pixels; a multiple of <see cref="DenoiserInfo.SizeMultiple"/>.</param>
/// <param name="Width">Pixels; a multiple of <see cref="DenoiserInfo.SizeMultiple"/>.</param>
/// <param name="X">Noisy pictures x_t, N x 3 x H x W, variance-preserving, clean range [-1,1].</param>
/// <param name="Timesteps">N original timesteps 0..999; fractions allowed.</param>
/// <param name="Output">Receives N x <see cref="DenoiserInfo.OutputChannels"/> x H x W.</param>
public readonly record struct DenoiseBatch(
    int Count, int Height, int Width, Memory<float> X, Memory<float> Timesteps, Memory<float> Output);
