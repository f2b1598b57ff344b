using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>Whether a picture got too little light beyond doubt.</summary>
/// <remarks>
/// A night scene has lamps, windows, a moon; a low key has a highlight. A picture of which not even half a per cent reaches four tenths of
/// white in any channel has none. The bound was set with the 12 Kodak pictures at a quarter of their light (at most 0.25)
/// and 90 backgrounds, of which only dark drawings stay below 0.55 (docs/results.md).
/// </remarks>
public static class DarknessTest
{
    private const double Unlit = 0.4;

    /// <summary>Darker than this it is black, not dark.</summary>
    private const double Nothing = 0.04;

    public static bool IsUnlit(ImageTensor picture) => ToneEnds.Of(picture).Light.Max() is > Nothing and < Unlit;
}
