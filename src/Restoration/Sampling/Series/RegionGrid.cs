using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Series;

/// <summary>A large picture cut into overlapping regions that are restored one after another (docs/adr/0006).</summary>
/// <remarks>The layout depends on the size alone, so that the same picture gives the same bytes on every machine.</remarks>
public sealed class RegionGrid
{
    /// <summary>Pictures of more pixels than this are restored region by region.</summary>
    public const int WholePixels = 6_000_000;

    /// <summary>Longest side of a region, pixels.</summary>
    public const int Side = 1536;

    private readonly RegionAxis rows;
    private readonly RegionAxis columns;

    /// <param name="height">Of the result, pixels.</param>
    /// <param name="width">Of the result, pixels.</param>
    /// <param name="side">Longest side of a region, pixels; a multiple of 48, at least 240.</param>
    public RegionGrid(int height, int width, int side = Side)
    {
        if (side % RegionAxis.Alignment != 0 || side <= 2 * RegionAxis.Overlap)
        {
            throw new ArgumentException($"A region's side must be a multiple of {RegionAxis.Alignment} above {2 * RegionAxis.Overlap}; {side} is not.", nameof(side));
        }

        (Height, Width) = (height, width);
        (rows, columns) = (new RegionAxis(height, side), new RegionAxis(width, side));
    }

    public int Height { get; }

    public int Width { get; }

    public int Count => rows.Count * columns.Count;

    /// <summary>Region by region, row by row.</summary>
    public Window this[int index]
    {
        get
        {
            var (row, column) = (index / columns.Count, index % columns.Count);
            return new Window(rows.Start(row), columns.Start(column), rows.Length(row), columns.Length(column));
        }
    }

    /// <summary>Adds a region's part of every channel, by its weights, to what the others have added.</summary>
    public void AddTo(RegionCanvas canvas, ImageTensor part, int index) =>
        canvas.Add(part, this[index], rows.Weights(index / columns.Count), columns.Weights(index % columns.Count));
}
