using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging;

/// <summary>A decoded picture and what is needed to write its like.</summary>
/// <param name="Pixels">Colour or grey, [0,1], upright (orientation applied), 3 or 1 channels.</param>
/// <param name="Alpha">Opacity, [0,1], 1 channel; null when the source has none.</param>
/// <param name="Format">Lower-case format name: "jpeg", "png", "tiff", "webp".</param>
/// <param name="BitDepth">Bits per sample in the source: 8 or 16.</param>
/// <param name="Source">The source bytes, from which profile and metadata are taken on the way out.</param>
public sealed record DecodedImage(
    ImageTensor Pixels, ImageTensor? Alpha, string Format, int BitDepth, ReadOnlyMemory<byte> Source);
