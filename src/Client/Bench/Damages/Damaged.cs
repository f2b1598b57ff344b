using BirD.Client.Bench.Pictures;
using BirD.Restoration.Degradations;
using BirD.Restoration.Planning;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>A spoilt picture with everything that is true about it.</summary>
internal sealed record Damaged
{
    /// <summary>The truth, [0,1]; without the border that a blur has eaten.</summary>
    public required ImageTensor Clean { get; init; }

    /// <summary>The pixels as the restorer will decode them, [0,1].</summary>
    public required ImageTensor Observed { get; init; }

    /// <summary>The file that the restorer gets.</summary>
    public required byte[] File { get; init; }

    /// <summary>What the restorer gets: the file, and the mask where there is one.</summary>
    public PictureInput Input => new(File)
    {
        Companions = Mask is { } mask ? [new Companion(CompanionRole.Mask, LosslessPicture.Encode(mask))] : [],
    };

    public DegradationKernel? Kernel { get; init; }

    /// <summary>Light left, 0 to 1; null where none was taken.</summary>
    public double? Exposure { get; init; }

    /// <summary>Standard deviation of the noise put on, [0,1] units.</summary>
    public double NoiseSigma { get; init; }

    /// <summary>One plane, 1 = missing; null when nothing is.</summary>
    public ImageTensor? Mask { get; init; }

    /// <summary>One plane, how much of each pixel is covered, 0 to 1; null where nothing was laid over. Nobody is told.</summary>
    public ImageTensor? Overlay { get; init; }

    /// <summary>Pixels of the truth per observed pixel along a side.</summary>
    public int Scale { get; init; } = 1;
}
