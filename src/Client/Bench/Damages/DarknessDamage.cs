using System.Numerics.Tensors;
using BirD.Client.Bench.Pictures;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>A fraction of the exposure, then noise: dark, with the noise as large as the picture's detail.</summary>
internal sealed record DarknessDamage(string Name, int Divisor, double Codes)
    : Damage(Name, "low-light", $"1/{Divisor} of the exposure, then white noise {Codes}/255, 8 bit; compared after the best global gain and offset")
{
    public override bool IgnoresTone => true;

    public override Damaged Apply(ImageTensor clean, int index)
    {
        var dark = clean.Clone();
        TensorPrimitives.Multiply(dark.Data, 1f / Divisor, dark.Data);
        var observed = Recording.Record(dark, Codes / 255, index);
        return new Damaged { Clean = clean, Observed = observed, File = LosslessPicture.Encode(observed), NoiseSigma = Codes / 255, Exposure = 1.0 / Divisor };
    }
}
