namespace BirD.Restoration.Denoising.Tiling;

/// <summary>How one picture is cut for a prior: tiles of one size that cover it, overlapping where there is more than one.</summary>
/// <param name="TileHeight">Pixels, a multiple of the prior's size multiple.</param>
/// <param name="TileWidth">Pixels, likewise.</param>
/// <param name="Rows">Origins of the tile rows, ascending, deduplicated.</param>
/// <param name="Columns">Origins of the tile columns.</param>
public sealed record TileGrid(int TileHeight, int TileWidth, IReadOnlyList<int> Rows, IReadOnlyList<int> Columns)
{
    public int Count => Rows.Count * Columns.Count;

    /// <summary>One tile where the prior and <paramref name="maxSide"/> allow it, else an evenly overlapping grid.</summary>
    /// <param name="height">Picture height, pixels.</param>
    /// <param name="width">Picture width, pixels.</param>
    /// <param name="prior">Says native size, size multiple and overlap.</param>
    /// <param name="maxSide">Largest tile side for priors that run at any size; bounds the memory of one evaluation.</param>
    public static TileGrid For(int height, int width, DenoiserInfo prior, int maxSide)
    {
        var (tileHeight, rows) = Axis(height, prior, maxSide);
        var (tileWidth, columns) = Axis(width, prior, maxSide);
        return new TileGrid(tileHeight, tileWidth, rows, columns);
    }

    private static (int Tile, int[] Origins) Axis(int length, DenoiserInfo prior, int maxSide)
    {
        var tile = prior.NativeSize ?? RoundUp(Math.Min(length, maxSide), prior.SizeMultiple);
        if (length <= tile)
        {
            return (tile, [0]);
        }

        var overlap = Math.Min(prior.TileOverlap, tile / 2);
        var count = 1 + (int)Math.Ceiling((length - tile) / (double)(tile - overlap));
        return (tile, [.. Enumerable.Range(0, count).Select(i => (int)((long)(length - tile) * i / (count - 1))).Distinct()]);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
