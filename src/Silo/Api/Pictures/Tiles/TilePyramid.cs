namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>A picture cut up for looking at closely: every size from the full one to what fits one tile, as JPEGs.</summary>
/// <param name="Width">Pixels at full size.</param>
/// <param name="Height">Pixels at full size.</param>
/// <param name="Levels">Smallest first; each twice as large as the one before.</param>
internal sealed record TilePyramid(int Width, int Height, IReadOnlyList<TileLevel> Levels)
{
    /// <summary>What it takes in memory, bytes.</summary>
    public long Bytes { get; } = Levels.Sum(level => level.Tiles.Sum(tile => (long)tile.Length));

    /// <summary>One tile; null when there is none there.</summary>
    public byte[]? Find(int level, int column, int row) =>
        level < Levels.Count && column < Levels[level].Columns && row < Levels[level].Rows
            ? Levels[level].Tiles[(row * Levels[level].Columns) + column]
            : null;
}

/// <param name="Columns">Tiles beside each other.</param>
/// <param name="Rows">Tiles below each other.</param>
/// <param name="Tiles">Row by row.</param>
internal sealed record TileLevel(int Columns, int Rows, IReadOnlyList<byte[]> Tiles);
