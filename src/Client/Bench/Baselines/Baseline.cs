using BirD.Client.Bench.Damages;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Baselines;

/// <summary>What a textbook method makes of the same observation.</summary>
internal static class Baseline
{
    public static string NameFor(Damage damage) => damage.Task switch
    {
        "denoise" or "low-light" or "jpeg" => "adaptive Wiener 5x5",
        "deblur" => "Richardson-Lucy, our kernel",
        "super-resolve" => "bicubic",
        "inpaint" => "diffusion",
        _ => "input",
    };

    /// <param name="damage">Chooses the method.</param>
    /// <param name="damaged">The observation.</param>
    /// <param name="kernel">The blur as the restoration found it; null when it found none.</param>
    /// <returns>A picture of the truth's size.</returns>
    public static ImageTensor Restore(Damage damage, Damaged damaged, DegradationKernel? kernel) => damage.Task switch
    {
        "denoise" or "low-light" or "jpeg" => AdaptiveWiener.Filter(damaged.Observed),
        "deblur" when kernel is not null => RichardsonLucy.Deconvolve(damaged.Observed, kernel),
        "super-resolve" => CubicEnlargement.Enlarge(damaged.Observed, damaged.Scale),
        "inpaint" => DiffusionInpainting.Fill(damaged.Observed, damaged.Mask!),
        _ => damaged.Observed,
    };
}
