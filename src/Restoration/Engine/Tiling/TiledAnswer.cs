using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine.Tiling;

/// <summary>The prior's answer for one picture, while its tiles come in.</summary>
/// <param name="request">What is evaluated.</param>
/// <param name="grid">How it is cut.</param>
/// <param name="channels">Channels of the answer.</param>
internal sealed class TiledAnswer(PriorRequest request, TileGrid grid, int channels)
{
    private readonly ImageTensor output = TensorPool.Rent(channels, request.X.Height, request.X.Width);
    private TileBlend? blend;

    public PriorRequest Request => request;

    public TileGrid Grid => grid;

    /// <summary>Enters one tile's answer, C x TileHeight x TileWidth.</summary>
    public void Add(ReadOnlySpan<float> tile, int y0, int x0)
    {
        if (grid.Count == 1)
        {
            CopyOut(tile);
            return;
        }

        blend ??= new TileBlend(output, grid);
        blend.Add(tile, y0, x0);
    }

    /// <summary>The whole answer, once every tile is in: the caller's to return to the pool.</summary>
    public ImageTensor Finish()
    {
        blend?.Normalise();
        return output;
    }

    private void CopyOut(ReadOnlySpan<float> tile)
    {
        for (var c = 0; c < output.Channels; c++)
        {
            var plane = output.Plane(c);
            for (var row = 0; row < output.Height; row++)
            {
                tile.Slice(((c * grid.TileHeight) + row) * grid.TileWidth, output.Width).CopyTo(plane[(row * output.Width)..]);
            }
        }
    }
}
