using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>The part of a large picture that its noise is measured on: tiles from all over it.</summary>
/// <remarks>Noise is the same kind everywhere, so a few million pixels tell it; all of a large scan would take gigabytes and minutes.</remarks>
internal static class NoiseSample
{
    private const int Tile = 256;

    /// <summary>Tiles in a row and in a column.</summary>
    private const int Tiles = 8;

    /// <returns>Three channels: the picture itself where it is small enough.</returns>
    public static (ImageTensor Picture, KnownPixels? Known) Of(ImageTensor picture, KnownPixels? known)
    {
        const int side = Tile * Tiles;
        if (picture.Height < side || picture.Width < side)
        {
            // A narrow panorama is cut to its middle rather than measured whole.
            return picture.PlaneLength <= 4 * side * side ? (ColourPlanes.Triple(picture), known) : Cut(picture, known, Math.Min(picture.Height, side), Math.Min(picture.Width, side), tiled: false);
        }

        return picture.PlaneLength <= side * side ? (ColourPlanes.Triple(picture), known) : Cut(picture, known, side, side, tiled: true);
    }

    private static (ImageTensor Picture, KnownPixels? Known) Cut(ImageTensor picture, KnownPixels? known, int height, int width, bool tiled)
    {
        var cut = new ImageTensor(3, height, width);
        var weights = known is null ? null : new float[height * width];
        Parallel.For(0, height, y =>
        {
            var row = tiled ? (y / Tile * (picture.Height - Tile) / (Tiles - 1)) + (y % Tile) : y + ((picture.Height - height) / 2);
            for (var x = 0; x < width; x++)
            {
                var at = (row * picture.Width) + (tiled ? (x / Tile * (picture.Width - Tile) / (Tiles - 1)) + (x % Tile) : x + ((picture.Width - width) / 2));
                for (var c = 0; c < 3; c++)
                {
                    cut.Data[(((c * height) + y) * width) + x] = picture.Data[(Math.Min(c, picture.Channels - 1) * picture.PlaneLength) + at];
                }

                if (weights is not null)
                {
                    weights[(y * width) + x] = known!.IsKnown(at) ? 1 : 0;
                }
            }
        });
        return (cut, weights is null ? null : new KnownPixels(height, width, weights));
    }
}
