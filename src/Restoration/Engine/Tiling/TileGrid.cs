using BirD.Restoration.Priors;

namespace BirD.Restoration.Engine.Tiling;

/// <summary>How one picture is cut for a prior: tiles of one size that cover it, overlapping where there is more than one.</summary>
/// <param name="TileHeight">Pixels, a multiple of the prior's size multiple.</param>
/// <param name="TileWidth">Pixels, likewise.</param>
/// <param name="Rows">Origins of the tile rows, ascending, deduplicated.</param>
/// <param name="Columns">Origins of the tile columns.</param>
public sealed record TileGrid(int TileHeight, int TileWidth, IReadOnlyList<int> Rows, IReadOnlyList<int> Columns)
{
    /// <summary>Multiples of it, modulo 1, are spread as evenly as can be.</summary>
    private const double Golden = 0.6180339887498949;

    public int Count => Rows.Count * Columns.Count;

    /// <summary>One tile where the prior and <paramref name="maxSide"/> allow it, else an evenly overlapping grid.</summary>
    /// <param name="height">Picture height, pixels.</param>
    /// <param name="width">Picture width, pixels.</param>
    /// <param name="prior">Says native size, size multiple and overlap.</param>
    /// <param name="maxSide">Largest tile side for priors that run at any size; bounds the memory of one evaluation.</param>
    /// <param name="step">The inner tiles are shifted by step, so that no border between tiles lies in one place throughout.</param>
    public static TileGrid For(int height, int width, DenoiserInfo prior, int maxSide, int step = 0)
    {
        var (tileHeight, rows) = Axis(height, prior, maxSide, step);
        var (tileWidth, columns) = Axis(width, prior, maxSide, step);
        return new TileGrid(tileHeight, tileWidth, rows, columns);
    }

    private static (int Tile, int[] Origins) Axis(int length, DenoiserInfo prior, int maxSide, int step)
    {
        var multiple = prior.SizeMultiple;
        var tile = prior.NativeSize ?? RoundUp(Math.Min(length, maxSide), multiple);
        if (length <= tile)
        {
            return (tile, [0]);
        }

        var overlap = Math.Min(prior.TileOverlap, tile / 2);
        var count = 1 + (int)Math.Ceiling((length - tile) / (double)(tile - overlap));
        var shift = ((step * Golden % 1) - 0.5) * overlap / 2;
        return (tile, [.. Enumerable.Range(0, count).Select(Origin).Distinct()]);

        // On the raster of the prior's strides, where it answers alike whatever the tile.
        int Origin(int i) => i == 0 ? 0
            : i == count - 1 ? length - tile
            : (int)Math.Clamp(((long)(length - tile) * i / (count - 1)) + shift, 0, length - tile) / multiple * multiple;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
