using BirD.Restoration.Priors;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine.Tiling;

/// <summary>Evaluates a prior on pictures of any size, small ones together, and fuses tiles at every step, so that none can drift.</summary>
/// <remarks>
/// Tiles are blended with raised-cosine weights over their overlap, in one fixed order; a picture that fits one tile is
/// only padded by reflection to the prior's size multiple. Where the device runs out of memory, batches of half as many tiles are
/// tried, then tiles of half the side, from then on for good. Not thread-safe: it owns the batch buffers.
/// </remarks>
/// <param name="denoiser">The prior; owned by the caller.</param>
/// <param name="maxTileSide">Largest tile side in pixels for priors of free size. Default 1536.</param>
/// <param name="batchPixels">Pixels of several tiles in one evaluation at most. Default 262,144.</param>
public sealed class TiledDenoiser(
    IDenoiser denoiser, int maxTileSide = TiledDenoiser.StandardSide, long batchPixels = TiledDenoiser.StandardBatch)
{
    public const int StandardSide = 1536;

    /// <summary>Four pictures of 256 x 256: on a CPU larger evaluations gain nothing by company (docs/adr/0009).</summary>
    public const long StandardBatch = 4 * 256 * 256;

    /// <summary>Smaller tiles would be mostly overlap.</summary>
    private const int LeastSide = 256;

    private readonly TileBatch batch = new(denoiser);
    private int side = maxTileSide;
    private long mostPixels = batchPixels;

    /// <summary>Largest tile side at present, pixels; below the one it was made with once the device ran out of memory.</summary>
    public int TileSide => Volatile.Read(ref side);

    /// <summary>Pixels of several tiles in one evaluation at most, at present.</summary>
    public long BatchPixels => Volatile.Read(ref mostPixels);

    /// <summary>How a picture of this size is cut at the first step.</summary>
    public TileGrid GridOf(int height, int width) => TileGrid.For(height, width, denoiser.Info, side);

    /// <exception cref="EngineException">The device failed, or has too little memory even for the smallest tile.</exception>
    public ImageTensor Evaluate(PriorRequest request, CancellationToken cancellationToken) => Evaluate([request], cancellationToken)[0];

    /// <summary>Evaluates several requests, of which those with tiles of one shape share evaluations where they follow one another.</summary>
    /// <returns>An answer to each, the caller's to return to the pool.</returns>
    /// <exception cref="EngineException">The device failed, or has too little memory even for the smallest tile.</exception>
    public ImageTensor[] Evaluate(IReadOnlyList<PriorRequest> requests, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return EvaluateOnce(requests, cancellationToken);
            }
            catch (EngineException e) when (e.OutOfMemory && GiveWay(requests))
            {
                // Again, with less at once.
            }
        }
    }

    /// <summary>After the device ran out of memory elsewhere with so many tiles: half as many at once from now on.</summary>
    public void HalveBatch(int count, TileGrid grid) => Volatile.Write(ref mostPixels, (long)count * grid.TileHeight * grid.TileWidth / 2);

    /// <summary>Lets go of what large pictures needed, here and on the device.</summary>
    public void Trim()
    {
        batch.Trim();
        denoiser.Trim();
    }

    private ImageTensor[] EvaluateOnce(IReadOnlyList<PriorRequest> requests, CancellationToken cancellationToken)
    {
        batch.Clear();
        if (requests is [var only] && GridOf(only.X.Height, only.X.Width) is { Count: 1 } grid && (grid.TileHeight, grid.TileWidth) == (only.X.Height, only.X.Width))
        {
            return [batch.EvaluateWhole(only, cancellationToken)];
        }

        var answers = new TiledAnswer[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var request = requests[i];
            var cut = TileGrid.For(request.X.Height, request.X.Width, denoiser.Info, side, request.Step);
            var answer = answers[i] = new TiledAnswer(request, cut, denoiser.Info.OutputChannels);
            foreach (var y0 in cut.Rows)
            {
                foreach (var x0 in cut.Columns)
                {
                    batch.Add(answer, y0, x0, mostPixels, cancellationToken);
                }
            }
        }

        batch.Flush(cancellationToken);
        return Array.ConvertAll(answers, answer => answer.Finish());
    }

    /// <summary>After the device ran out of memory: asks for less at once from now on; false when there is no less.</summary>
    private bool GiveWay(IReadOnlyList<PriorRequest> requests)
    {
        if (batch.LastCount > 1)
        {
            Volatile.Write(ref mostPixels, batch.LastPixels / 2);
            return true;
        }

        var longest = Math.Min(side, requests.Max(request => Math.Max(request.X.Height, request.X.Width)));
        if (denoiser.Info.NativeSize is not null || longest <= LeastSide)
        {
            return false;
        }

        Volatile.Write(ref side, Math.Max(LeastSide, longest / 2));
        batch.Trim();
        return true;
    }
}
