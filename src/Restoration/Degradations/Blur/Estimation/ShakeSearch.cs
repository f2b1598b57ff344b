using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>The path of a shaken hand from one plane, coarse to fine, in one frame and with one weight.</summary>
/// <remarks>
/// Sharp planes of few edges and the kernels between them and the observation, in turn, over a pyramid by the square root of two, the
/// weight of an edge falling on the way (the scheme of Xu et al. 2013 and Pan et al. 2014 to 2016).
/// </remarks>
internal static class ShakeSearch
{
    private const int Rounds = 5;

    /// <summary>Fall of an edge's weight from round to round (Pan et al. 2014).</summary>
    private const float Fall = 1.1f;

    private const float LeastWeight = 1e-4f;

    /// <summary>Side of the kernel at the coarsest scale, about, pixels.</summary>
    private const double Coarsest = 5;

    /// <param name="plane">Observation, [0,1].</param>
    /// <param name="usable">1 where its values can be believed; null where all can.</param>
    /// <param name="frame">Where and with what to begin.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    public static PointSpread Run(ImageTensor plane, ImageTensor? usable, ShakeStart frame, CancellationToken cancellationToken)
    {
        var (side, weight, upright) = frame;
        PointSpread? kernel = null;
        for (var level = Math.Max(1, (int)Math.Floor(Math.Log(side / Coarsest) / Math.Log(Math.Sqrt(2))) + 1); level >= 0; level--)
        {
            var scale = Math.Pow(0.5, level / 2.0);
            var size = Math.Max(3, (int)Math.Round(side * scale) | 1);
            kernel = kernel?.Resized(size) ?? PointSpread.Start(size, upright);
            using var latent = new SparseLatent(Resampling.Scale(plane, scale), usable is null ? null : Resampling.Scale(usable, scale), size);
            for (var round = 0; round < Rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var x = latent.Sharpen(kernel, weight);
                kernel = latent.Fit(x, size).Cleaned();
                TensorPool.Return(x);
                weight = Math.Max(weight / Fall, LeastWeight);
            }
        }

        return kernel!;
    }
}
