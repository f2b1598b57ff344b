using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine.Tiling;

/// <summary>Collects tiles of one shape, of one picture or of several at different timesteps, and evaluates them at once.</summary>
/// <remarks>Not thread-safe: it owns the buffers, which grow to what was needed most.</remarks>
/// <param name="denoiser">The prior; owned by the caller.</param>
internal sealed class TileBatch(IDenoiser denoiser)
{
    private readonly List<(TiledAnswer Answer, int Y0, int X0)> waiting = [];
    private float[] input = [];
    private float[] answer = [];
    private float[] timesteps = [];
    private TileGrid shape = new(0, 0, [], []);

    /// <summary>Tiles of the evaluation that was last tried.</summary>
    public int LastCount { get; private set; }

    /// <summary>Its pixels.</summary>
    public long LastPixels => (long)LastCount * shape.TileHeight * shape.TileWidth;

    /// <summary>Gives large buffers back to the collector.</summary>
    public void Trim() => (input, answer) = ([], []);

    /// <summary>Forgets tiles that an earlier failure left.</summary>
    public void Clear() => waiting.Clear();

    /// <summary>A picture that is a tile as it is, without copying it; nothing may be waiting.</summary>
    public ImageTensor EvaluateWhole(PriorRequest request, CancellationToken cancellationToken)
    {
        var x = request.X;
        var output = TensorPool.Rent(denoiser.Info.OutputChannels, x.Height, x.Width);
        Grow(ref timesteps, 1);
        timesteps[0] = request.Timestep;
        LastCount = 1;
        denoiser.Evaluate(new DenoiseBatch(1, x.Height, x.Width, x.Data, timesteps.AsMemory(0, 1), output.Data), cancellationToken);
        return output;
    }

    /// <summary>Adds a tile, after evaluating those before it when it does not fit in with them.</summary>
    /// <param name="target">Where the answer goes.</param>
    /// <param name="y0">Upper border of the tile, pixels of the picture.</param>
    /// <param name="x0">Left border.</param>
    /// <param name="mostPixels">Pixels of one evaluation of several tiles at most.</param>
    /// <param name="cancellationToken">Abandons an evaluation.</param>
    public void Add(TiledAnswer target, int y0, int x0, long mostPixels, CancellationToken cancellationToken)
    {
        var tilePixels = (long)target.Grid.TileHeight * target.Grid.TileWidth;
        if (waiting.Count > 0 && (!IsAlike(target.Grid, shape) || (waiting.Count + 1) * tilePixels > mostPixels))
        {
            Flush(cancellationToken);
        }

        (shape, var at) = (target.Grid, waiting.Count);
        waiting.Add((target, y0, x0));
        Grow(ref input, checked((int)((at + 1) * 3 * tilePixels)));
        Grow(ref timesteps, at + 1);
        timesteps[at] = target.Request.Timestep;
        Cut(target.Request.X, y0, x0, input.AsSpan((int)(at * 3 * tilePixels)));
    }

    /// <summary>Evaluates what waits, and hands out the answers in the order in which the tiles came.</summary>
    public void Flush(CancellationToken cancellationToken)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        var (n, channels) = (waiting.Count, denoiser.Info.OutputChannels);
        var tile = channels * shape.TileHeight * shape.TileWidth;
        Grow(ref answer, n * tile);
        LastCount = n;
        denoiser.Evaluate(
            new DenoiseBatch(
                n, shape.TileHeight, shape.TileWidth,
                input.AsMemory(0, n * 3 * shape.TileHeight * shape.TileWidth), timesteps.AsMemory(0, n), answer.AsMemory(0, n * tile)),
            cancellationToken);
        for (var i = 0; i < n; i++)
        {
            waiting[i].Answer.Add(answer.AsSpan(i * tile, tile), waiting[i].Y0, waiting[i].X0);
        }

        waiting.Clear();
    }

    private static bool IsAlike(TileGrid one, TileGrid other) => one.TileHeight == other.TileHeight && one.TileWidth == other.TileWidth;

    private static void Grow(ref float[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            Array.Resize(ref buffer, length);
        }
    }

    private void Cut(ImageTensor x, int y0, int x0, Span<float> tile)
    {
        for (var c = 0; c < 3; c++)
        {
            var plane = x.Plane(c);
            for (var row = 0; row < shape.TileHeight; row++)
            {
                var source = plane.Slice(Reflect.Index(y0 + row, x.Height) * x.Width, x.Width);
                var target = tile.Slice(((c * shape.TileHeight) + row) * shape.TileWidth, shape.TileWidth);
                var inside = Math.Min(shape.TileWidth, x.Width - x0);
                source.Slice(x0, inside).CopyTo(target);
                for (var column = inside; column < shape.TileWidth; column++)
                {
                    target[column] = source[Reflect.Index(x0 + column, x.Width)];
                }
            }
        }
    }
}
