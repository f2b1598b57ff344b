using BirD.Client.Bench.Pictures;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>Anti-aliased reduction: libvips' Lanczos 3, whose support grows with the factor.</summary>
internal sealed record DecimationDamage(string Name, int Factor)
    : Damage(Name, "super-resolve", $"{Factor}x reduction (Lanczos 3 with anti-aliasing), 8 bit")
{
    public override Damaged Apply(ImageTensor clean, int index)
    {
        var whole = Cropping.Centre(clean, clean.Height / Factor * Factor, clean.Width / Factor * Factor);
        var observed = Recording.Record(VipsPlanes.Resize(whole, whole.Height / Factor, whole.Width / Factor), 0, index);
        return new Damaged { Clean = whole, Observed = observed, File = LosslessPicture.Encode(observed), Scale = Factor };
    }

    public override RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) => null;
}
