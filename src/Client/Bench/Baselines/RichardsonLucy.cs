using BirD.Restoration.Degradations;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Baselines;

/// <summary>x times K^T (y / K x), a few times (Richardson 1972, Lucy 1974); stopped early, before noise takes over.</summary>
internal static class RichardsonLucy
{
    private const int Rounds = 15;

    public static ImageTensor Deconvolve(ImageTensor observed, DegradationKernel kernel)
    {
        var forward = new FrequencyFilter(observed.Height, observed.Width, kernel);
        var backward = new FrequencyFilter(observed.Height, observed.Width, kernel.Flipped());
        var x = observed.Clone();
        for (var round = 0; round < Rounds; round++)
        {
            var ratio = forward.Apply(x);
            for (var n = 0; n < ratio.Data.Length; n++)
            {
                ratio.Data[n] = observed.Data[n] / Math.Max(ratio.Data[n], 1e-3f);
            }

            ratio = backward.Apply(ratio);
            for (var n = 0; n < x.Data.Length; n++)
            {
                x.Data[n] = Math.Clamp(x.Data[n] * ratio.Data[n], 0, 1);
            }
        }

        return x;
    }
}
