using System.Security.Cryptography;
using BirD.Contracts.Api;
using BirD.Silo.Api.Pictures.Previews;
using BirD.Silo.Api.Problems;

namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>Finds tiles, making them where nobody asked before. A picture in another state is another picture.</summary>
internal sealed class TileReader(Previewer previewer, TileCache cache)
{
    private const int VersionLength = 16;

    /// <summary>What there is to ask for, of the file as it is now.</summary>
    public async Task<TilesDocument> DescribeAsync(Side side, string root, string key, CancellationToken cancellationToken)
    {
        var file = await previewer.ReadAsync(side, root, key, cancellationToken);
        var version = VersionOf(file);
        var pyramid = await cache.GetAsync(new TileKey(side, root, key, version), () => previewer.MakeAsync(file, TileCutter.Cut, CancellationToken.None), cancellationToken);
        return new TilesDocument(version, pyramid.Width, pyramid.Height, TileCutter.Side, TileCutter.Overlap, pyramid.Levels.Count);
    }

    /// <summary>One tile of the file in the state that <see cref="DescribeAsync"/> told of.</summary>
    /// <exception cref="ApiProblemException">There is no such tile, or the file has changed.</exception>
    public async Task<byte[]> TileAsync(TileKey picture, int level, int column, int row, CancellationToken cancellationToken)
    {
        var pyramid = await cache.GetAsync(picture, () => AgainAsync(picture), cancellationToken);
        return pyramid.Find(level, column, row)
            ?? throw Problem.InputNotFound($"Level {level} has no tile in column {column}, row {row}; ask for 'tiles' to see what there is.");
    }

    /// <summary>It was put out of the cache, or another control silo was asked before.</summary>
    private async Task<TilePyramid> AgainAsync(TileKey picture)
    {
        var file = await previewer.ReadAsync(picture.Side, picture.Root, picture.Key, CancellationToken.None);
        return VersionOf(file) == picture.Version
            ? await previewer.MakeAsync(file, TileCutter.Cut, CancellationToken.None)
            : throw Problem.NoPreview("The picture has changed since its tiles were asked about; open it again.");
    }

    private static string VersionOf(ReadOnlyMemory<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file.Span))[..VersionLength];
}
