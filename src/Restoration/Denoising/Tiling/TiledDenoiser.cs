using BirD.Restoration.Engine;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Denoising.Tiling;

/// <summary>Evaluates a prior on a picture of any size and fuses the tiles at every step, so that none can drift.</summary>
/// <remarks>
/// Tiles are blended with raised-cosine weights over their overlap, in one fixed order; a picture that fits one tile is
/// only padded by reflection to the prior's size multiple. Where the device runs out of memory, tiles of half the side are
/// tried, from then on for good. Not thread-safe: it owns the batch buffers.
/// </remarks>
/// <param name="denoiser">The prior; owned by the caller.</param>
/// <param name="maxTileSide">Largest tile side in pixels for priors of free size. Default 1536.</param>
public sealed class TiledDenoiser(IDenoiser denoiser, int maxTileSide = TiledDenoiser.StandardSide)
{
    public const int StandardSide = 1536;

    /// <summary>Smaller tiles would be mostly overlap.</summary>
    private const int LeastSide = 256;

    private int side = maxTileSide;
    private float[] input = [];
    private float[] answer = [];
    private readonly float[] timestep = new float[1];

    /// <summary>Largest tile side at present, pixels; below the one it was made with once the device ran out of memory.</summary>
    public int TileSide => Volatile.Read(ref side);

    /// <exception cref="EngineException">The device failed, or has too little memory even for the smallest tile.</exception>
    public ImageTensor Evaluate(PriorRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Evaluate(request, TileGrid.For(request.X.Height, request.X.Width, denoiser.Info, side, request.Step), cancellationToken);
            }
            catch (EngineException e) when (e.OutOfMemory && denoiser.Info.NativeSize is null && LongestTile(request.X) > LeastSide)
            {
                Volatile.Write(ref side, Math.Max(LeastSide, LongestTile(request.X) / 2));
                (input, answer) = ([], []);
            }
        }
    }

    private ImageTensor Evaluate(PriorRequest request, TileGrid grid, CancellationToken cancellationToken)
    {
        var x = request.X;
        var channels = denoiser.Info.OutputChannels;
        var tilePixels = grid.TileHeight * grid.TileWidth;
        Grow(ref input, 3 * tilePixels);
        Grow(ref answer, channels * tilePixels);
        timestep[0] = request.Timestep;

        var output = TensorPool.Rent(channels, x.Height, x.Width);
        var blend = grid.Count > 1 ? new TileBlend(output, grid) : null;
        foreach (var y0 in grid.Rows)
        {
            foreach (var x0 in grid.Columns)
            {
                Cut(x, y0, x0, grid);
                denoiser.Evaluate(
                    new DenoiseBatch(
                        1, grid.TileHeight, grid.TileWidth,
                        input.AsMemory(0, 3 * tilePixels), timestep, answer.AsMemory(0, channels * tilePixels)),
                    cancellationToken);
                if (blend is null)
                {
                    CopyOut(output, grid);
                }
                else
                {
                    blend.Add(answer, y0, x0);
                }
            }
        }

        blend?.Normalise();
        return output;
    }

    private int LongestTile(ImageTensor x) => Math.Min(side, Math.Max(x.Height, x.Width));

    private static void Grow(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new float[length];
        }
    }

    private void Cut(ImageTensor x, int y0, int x0, TileGrid grid)
    {
        for (var c = 0; c < 3; c++)
        {
            var plane = x.Plane(c);
            for (var row = 0; row < grid.TileHeight; row++)
            {
                var source = plane.Slice(Reflect.Index(y0 + row, x.Height) * x.Width, x.Width);
                var target = input.AsSpan(((c * grid.TileHeight) + row) * grid.TileWidth, grid.TileWidth);
                var inside = Math.Min(grid.TileWidth, x.Width - x0);
                source.Slice(x0, inside).CopyTo(target);
                for (var column = inside; column < grid.TileWidth; column++)
                {
                    target[column] = source[Reflect.Index(x0 + column, x.Width)];
                }
            }
        }
    }

    private void CopyOut(ImageTensor output, TileGrid grid)
    {
        for (var c = 0; c < output.Channels; c++)
        {
            var plane = output.Plane(c);
            for (var row = 0; row < output.Height; row++)
            {
                answer.AsSpan(((c * grid.TileHeight) + row) * grid.TileWidth, output.Width)
                    .CopyTo(plane[(row * output.Width)..]);
            }
        }
    }
}
