using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>The brightness of a frame at halved sizes, finest first.</summary>
internal sealed class LumaPyramid
{
    /// <summary>No level is smaller than this, pixels: a window of the motion search has to find something in it.</summary>
    private const int Smallest = 40;

    private LumaPyramid(IReadOnlyList<LumaPlane> levels) => Levels = levels;

    public IReadOnlyList<LumaPlane> Levels { get; }

    /// <param name="frame">1 or 3 channels, [0,1].</param>
    public static LumaPyramid Of(ImageTensor frame)
    {
        var levels = new List<LumaPlane> { LumaPlane.Of(frame) };
        while (Math.Min(levels[^1].Height, levels[^1].Width) >= 2 * Smallest)
        {
            levels.Add(levels[^1].Halved());
        }

        return new LumaPyramid(levels);
    }
}
