using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging;

/// <summary>A decoded picture and what is needed to write its like.</summary>
/// <param name="Pixels">Colour or grey, [0,1], upright (orientation applied), 3 or 1 channels.</param>
/// <param name="Alpha">
/// The extra plane, [0,1], 1 channel; null when the source has none. <see cref="Extra"/> says what it is: opacity, or for
/// example the infrared plane of a film scanner, which shows dust and scratches.
/// </param>
/// <param name="Format">Lower-case format name: "jpeg", "png", "tiff", "webp", "avif".</param>
/// <param name="BitDepth">Bits per sample in the source: 8 or 16.</param>
/// <param name="Source">The source bytes, from which profile and metadata are taken on the way out.</param>
public sealed record DecodedImage(
    ImageTensor Pixels, ImageTensor? Alpha, string Format, int BitDepth, ReadOnlyMemory<byte> Source)
{
    /// <summary>Which page of the file this is, from 0.</summary>
    public int Page { get; init; }

    /// <summary>Pages that the result will have; more than 1 only for TIFF.</summary>
    public int PageCount { get; init; } = 1;

    /// <summary>A page that says something about another one (infrared, transparency); it is kept as it is.</summary>
    public bool IsMask { get; init; }

    /// <summary>Whether the file stores the pixels turned or mirrored and the orientation tag put them upright.</summary>
    public bool IsTurned { get; init; }

    /// <summary>What <see cref="Alpha"/> holds.</summary>
    public ExtraPlane Extra { get; init; }

    /// <summary>What the user should know about how the file was read, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What of the file is missing or makes no sense, one sentence; null when it decoded without a complaint.</summary>
    public string? Damage { get; init; }
}

/// <summary>Meaning of a picture's last plane.</summary>
public enum ExtraPlane
{
    None = 0,

    /// <summary>Opacity, 1 is opaque.</summary>
    Opacity = 1,

    /// <summary>A plane that its TIFF doesn't name: infrared in the files of film scanners.</summary>
    Unnamed = 2,
}
