using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Client.Bench.Damages;

/// <summary>Baseline JPEG as libvips writes it, with its usual chroma subsampling; the restorer gets the JPEG file.</summary>
internal sealed record JpegDamage(string Name, int Quality) : Damage(Name, "jpeg", $"JPEG quality {Quality}, 4:2:0")
{
    public override Damaged Apply(ImageTensor clean, int index) =>
        StoredAsJpeg.Store(new Damaged { Clean = clean, Observed = clean, File = [] }, Quality, Enums.ForeignSubsample.On);

    public override RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) => null;
}
