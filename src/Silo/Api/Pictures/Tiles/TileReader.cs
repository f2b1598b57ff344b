using BirD.Contracts.Api;
using BirD.Silo.Api.Pictures.Previews;
using BirD.Silo.Api.Problems;

namespace BirD.Silo.Api.Pictures.Tiles;

/// <summary>Finds tiles, making them where nobody asked before. A picture in another state is another picture.</summary>
internal sealed class TileReader(Previewer previewer, VersionBook versions, TileCache cache)
{
    /// <summary>What there is to ask for, of the file as it is now.</summary>
    public async Task<TilesDocument> DescribeAsync(PictureFile file, CancellationToken cancellationToken)
    {
        var version = await versions.OfAsync(file, cancellationToken);
        var pyramid = await PyramidAsync(file, version, cancellationToken);
        return new TilesDocument(version, pyramid.Width, pyramid.Height, TileCutter.Side, TileCutter.Overlap, pyramid.Levels.Count);
    }

    /// <summary>One tile of the file in the state that <see cref="DescribeAsync"/> told of.</summary>
    /// <exception cref="ApiProblemException">There is no such tile, or the file has changed.</exception>
    public async Task<byte[]> TileAsync(PictureFile file, string version, int level, int column, int row, CancellationToken cancellationToken)
    {
        // It may have been put out of the cache, or another control silo was asked before; what nobody was told of is made by nobody.
        if (!cache.Has(new TileKey(file, version)) && await versions.OfAsync(file, cancellationToken) != version)
        {
            throw Problem.NoPreview("The picture has changed since its tiles were asked about; open it again.");
        }

        var pyramid = await PyramidAsync(file, version, cancellationToken);
        return pyramid.Find(level, column, row)
            ?? throw Problem.InputNotFound($"Level {level} has no tile in column {column}, row {row}; ask for 'tiles' to see what there is.");
    }

    private Task<TilePyramid> PyramidAsync(PictureFile file, string version, CancellationToken cancellationToken) =>
        cache.GetAsync(new TileKey(file, version), () => previewer.MakeAsync(file, TileCutter.Cut, CancellationToken.None), cancellationToken);
}
