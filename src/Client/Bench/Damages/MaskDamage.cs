using BirD.Client.Bench.Pictures;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>Pixels gone in all channels, where a mask says so; what is left is the 8-bit original.</summary>
/// <param name="Name">As <c>--damage</c> spells it.</param>
/// <param name="What">The damage in words.</param>
/// <param name="Draw">The mask of a picture: height, width, random source; 1 = missing.</param>
/// <param name="Fill">What the missing pixels show, [0,1].</param>
internal sealed record MaskDamage(string Name, string What, Func<int, int, Random, ImageTensor> Draw, float Fill) : Damage(Name, "inpaint", What)
{
    public override Damaged Apply(ImageTensor clean, int index)
    {
        var mask = Draw(clean.Height, clean.Width, Recording.RandomFor(Name, index));
        var spoilt = clean.Clone();
        for (var n = 0; n < spoilt.Data.Length; n++)
        {
            spoilt.Data[n] = mask.Data[n % mask.PlaneLength] > 0 ? Fill : spoilt.Data[n];
        }

        var observed = Recording.Record(spoilt, 0, index);
        return new Damaged { Clean = clean, Observed = observed, File = LosslessPicture.Encode(observed), Mask = mask };
    }
}
