using BirD.Restoration.Tensors;

namespace BirD.Restoration.Engine.Tiling;

/// <summary>Weighted sum of overlapping tiles, normalised by the summed weights.</summary>
internal sealed class TileBlend
{
    private readonly ImageTensor output;
    private readonly TileGrid grid;
    private readonly float[] rowWeights;
    private readonly float[] columnWeights;
    private readonly float[] weightSum;

    public TileBlend(ImageTensor output, TileGrid grid)
    {
        (this.output, this.grid) = (output, grid);
        (rowWeights, columnWeights) = (Taper(grid.TileHeight), Taper(grid.TileWidth));
        weightSum = new float[output.PlaneLength];
        Array.Clear(output.Data);
    }

    public void Add(ReadOnlySpan<float> tile, int y0, int x0)
    {
        var (rows, columns) = (Math.Min(grid.TileHeight, output.Height - y0), Math.Min(grid.TileWidth, output.Width - x0));
        for (var row = 0; row < rows; row++)
        {
            var at = ((y0 + row) * output.Width) + x0;
            for (var column = 0; column < columns; column++)
            {
                var weight = rowWeights[row] * columnWeights[column];
                weightSum[at + column] += weight;
                for (var c = 0; c < output.Channels; c++)
                {
                    output.Data[(c * output.PlaneLength) + at + column] +=
                        weight * tile[(((c * grid.TileHeight) + row) * grid.TileWidth) + column];
                }
            }
        }
    }

    public void Normalise()
    {
        for (var n = 0; n < output.Data.Length; n++)
        {
            output.Data[n] /= weightSum[n % output.PlaneLength];
        }
    }

    /// <summary>Raised cosine over the whole tile, never zero, so that every pixel has a weight.</summary>
    private static float[] Taper(int length) =>
        [.. Enumerable.Range(0, length).Select(i => (float)(0.501 - (0.499 * Math.Cos(2 * Math.PI * (i + 0.5) / length))))];
}
