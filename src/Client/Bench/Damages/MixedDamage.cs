using System.Numerics.Tensors;
using BirD.Client.Bench.Pictures;
using BirD.Restoration.Degradations;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>A soft lens, too little light, noise and scratches, one after another.</summary>
/// <param name="Name">As <c>--damage</c> spells it.</param>
/// <param name="Severity">1 or 2: times the blur, the lack of light, the noise and the scratched area.</param>
internal sealed record MixedDamage(string Name, int Severity) : Damage(Name, "mixed", FormattableString.Invariant(
    $"Gaussian blur sigma {1.2 * Severity:0.0} px, 1/{2 * Severity} of the exposure, white noise {Severity}/255, scratches over {0.03 * Severity:P0}, 8 bit; after the best global gain and offset"))
{
    private const int Thickness = 3;

    public override bool IgnoresTone => true;

    public override Damaged Apply(ImageTensor clean, int index)
    {
        var kernel = KernelShapes.Gaussian(1, (2 * (int)Math.Ceiling(4.8 * Severity)) + 1, 1.2 * Severity);
        var spoilt = new ImageTensor(clean.Channels, clean.Height, clean.Width);
        DepthwiseCorrelation.Apply(clean, kernel, spoilt);
        TensorPrimitives.Multiply(spoilt.Data, 1f / (2 * Severity), spoilt.Data);
        var observed = Recording.Record(Cropping.Inside(spoilt, kernel.Size / 2), Severity / 255.0, index);
        var mask = Masks.Scratches(observed.Height, observed.Width, Recording.RandomFor(Name, index), 0.03 * Severity, Thickness);
        for (var n = 0; n < observed.Data.Length; n++)
        {
            observed.Data[n] = mask.Data[n % mask.PlaneLength] > 0 ? 1 : observed.Data[n];
        }

        return new Damaged
        {
            Clean = Cropping.Inside(clean, kernel.Size / 2),
            Observed = observed,
            File = LosslessPicture.Encode(observed),
            Kernel = kernel,
            NoiseSigma = Severity / 255.0,
            Mask = mask,
            Exposure = 1.0 / (2 * Severity),
        };
    }
}
