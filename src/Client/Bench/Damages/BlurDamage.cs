using BirD.Client.Bench.Pictures;
using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>Blur by a kernel, then noise. Only what the kernel can see whole is kept, as with a real camera: no border is invented.</summary>
/// <param name="Name">As <c>--damage</c> spells it.</param>
/// <param name="Blur">The blur in words.</param>
/// <param name="Kernel">The blur of a picture by its number.</param>
/// <param name="Codes">Noise standard deviation, codes of 255.</param>
internal sealed record BlurDamage(string Name, string Blur, Func<int, DegradationKernel> Kernel, double Codes)
    : Damage(Name, "deblur", $"{Blur}, then white noise {Codes}/255, 8 bit; borders cut")
{
    public override Damaged Apply(ImageTensor clean, int index)
    {
        var kernel = Kernel(index);
        var blurred = new ImageTensor(clean.Channels, clean.Height, clean.Width);
        DepthwiseCorrelation.Apply(clean, kernel, blurred);
        var observed = Recording.Record(Cropping.Inside(blurred, kernel.Size / 2), Codes / 255, index);
        return new Damaged
        {
            Clean = Cropping.Inside(clean, kernel.Size / 2),
            Observed = observed,
            File = LosslessPicture.Encode(observed),
            Kernel = kernel,
            NoiseSigma = Codes / 255,
        };
    }

    public override RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) =>
        settings with { NoiseSigma = damaged.NoiseSigma, Kernel = damaged.Kernel!.PointSpread(0) };
}
