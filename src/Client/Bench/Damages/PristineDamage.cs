using BirD.Client.Bench.Pictures;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>No damage at all: what does auto do to a good picture?</summary>
internal sealed record PristineDamage(string Name) : Damage(Name, "auto", "none")
{
    public override Damaged Apply(ImageTensor clean, int index)
    {
        var observed = Recording.Record(clean, 0, index);
        return new Damaged { Clean = clean, Observed = observed, File = LosslessPicture.Encode(observed) };
    }

    public override RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) => null;
}
