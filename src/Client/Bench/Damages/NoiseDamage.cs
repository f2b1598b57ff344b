using BirD.Client.Bench.Pictures;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <param name="Name">As <c>--damage</c> spells it.</param>
/// <param name="Codes">Standard deviation of the white Gaussian noise, codes of 255.</param>
internal sealed record NoiseDamage(string Name, double Codes) : Damage(Name, "denoise", $"white Gaussian noise {Codes}/255, clipped, 8 bit")
{
    public override Damaged Apply(ImageTensor clean, int index)
    {
        var observed = Recording.Record(clean, Codes / 255, index);
        return new Damaged { Clean = clean, Observed = observed, File = LosslessPicture.Encode(observed), NoiseSigma = Codes / 255 };
    }
}
