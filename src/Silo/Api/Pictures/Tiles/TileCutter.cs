using BirD.Restoration.Tensors;
using BirD.Silo.Api.Pictures.Previews;
using NetVips;

namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>Cuts a decoded picture into the tiles of all sizes.</summary>
internal static class TileCutter
{
    /// <summary>Side of a tile without its overlap, pixels.</summary>
    public const int Side = 512;

    /// <summary>Pixels that neighbours share on each side, so that a browser's smoothing leaves no seams.</summary>
    public const int Overlap = 1;

    /// <summary>High, and colour at full resolution: people compare grain here.</summary>
    private const int Quality = 92;

    /// <param name="pixels">1 or 3 channels, [0,1].</param>
    public static TilePyramid Cut(ImageTensor pixels)
    {
        var levels = new List<TileLevel>();
        var level = ToImage(pixels);
        try
        {
            while (true)
            {
                levels.Insert(0, CutLevel(level));
                if (level.Width <= Side && level.Height <= Side)
                {
                    return new TilePyramid(pixels.Width, pixels.Height, levels);
                }

                using var whole = level;
                using var half = whole.Shrink(2, 2, ceil: true);
                level = half.CopyMemory();
            }
        }
        finally
        {
            level.Dispose();
        }
    }

    private static TileLevel CutLevel(Image level)
    {
        var (columns, rows) = ((level.Width + Side - 1) / Side, (level.Height + Side - 1) / Side);
        var tiles = new byte[columns * rows][];
        for (var tile = 0; tile < tiles.Length; tile++)
        {
            var (x0, x1) = Span(tile % columns, level.Width);
            var (y0, y1) = Span(tile / columns, level.Height);
            using var cut = level.Crop(x0, y0, x1 - x0, y1 - y0);
            tiles[tile] = cut.JpegsaveBuffer(q: Quality, subsampleMode: Enums.ForeignSubsample.Off, keep: Enums.ForeignKeep.None);
        }

        return new TileLevel(columns, rows, tiles);
    }

    private static (int From, int To) Span(int tile, int length) =>
        (Math.Max(0, (tile * Side) - Overlap), Math.Min(length, ((tile + 1) * Side) + Overlap));

    private static Image ToImage(ImageTensor pixels)
    {
        var (bands, area) = (pixels.Channels, pixels.PlaneLength);
        var bytes = new byte[(long)bands * area];
        for (var c = 0; c < bands; c++)
        {
            var plane = pixels.Plane(c);
            for (var p = 0; p < area; p++)
            {
                bytes[((long)p * bands) + c] = (byte)((Math.Clamp(plane[p], 0, 1) * 255) + 0.5f);
            }
        }

        using var raw = Image.NewFromMemory(bytes, pixels.Width, pixels.Height, bands, Enums.BandFormat.Uchar);
        return raw.Copy(interpretation: bands == 1 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }
}
