using BirD.Client.Bench.Pictures;
using BirD.Restoration.Imaging;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Client.Bench.Damages;

/// <summary>Another damage whose result was then stored as a JPEG, as most archives' pictures are; the restorer gets the JPEG file.</summary>
/// <param name="Before">What happened to the picture first.</param>
/// <param name="Quality">libvips' quality, 1 to 100; its usual chroma subsampling.</param>
internal sealed record StoredAsJpeg(Damage Before, int Quality) : Damage(Before.Name, Before.Task, $"{Before.Description}; stored as a JPEG of quality {Quality}")
{
    public override bool IgnoresTone => Before.IgnoresTone;

    public override Damaged Apply(ImageTensor clean, int index) => Store(Before.Apply(clean, index), Quality, Enums.ForeignSubsample.Auto);

    /// <summary>The same picture as the JPEG tells it.</summary>
    public static Damaged Store(Damaged damaged, int quality, Enums.ForeignSubsample subsampling)
    {
        using var image = Image.NewFromBuffer(LosslessPicture.Encode(damaged.Observed));
        var file = image.JpegsaveBuffer(q: quality, subsampleMode: subsampling);
        return damaged with { File = file, Observed = new NetVipsImageCodec().Decode(file, new DecodeLimits()).Pixels };
    }

    /// <summary>The kernel and the mask are still true; the noise that was put on is not the file's any more.</summary>
    public override RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) =>
        Before.Tell(settings, damaged) is { } told ? told with { NoiseSigma = settings.NoiseSigma } : null;
}
