using System.Numerics;

namespace BirD.Restoration.Degradations.Film;

/// <summary>Where each place of a frame is found in another frame: vectors on a grid of nodes, linear in between.</summary>
/// <param name="Columns">Nodes in a row; node 0 lies on pixel 0.</param>
/// <param name="Rows">Rows of nodes.</param>
/// <param name="Nodes">Row-major vectors, pixels: the place p of the frame is at p + v in the other.</param>
internal sealed record MotionField(int Columns, int Rows, Vector2[] Nodes)
{
    /// <summary>Pixels between nodes.</summary>
    public const int Spacing = 8;

    public static MotionField Still(int height, int width)
    {
        var (columns, rows) = (((width - 1) / Spacing) + 2, ((height - 1) / Spacing) + 2);
        return new MotionField(columns, rows, new Vector2[columns * rows]);
    }

    public Vector2 Node(int column, int row) => Nodes[(Math.Clamp(row, 0, Rows - 1) * Columns) + Math.Clamp(column, 0, Columns - 1)];

    /// <summary>The vector at a pixel.</summary>
    public Vector2 At(float x, float y)
    {
        var (column, row) = ((int)MathF.Floor(x / Spacing), (int)MathF.Floor(y / Spacing));
        var (fx, fy) = ((x / Spacing) - column, (y / Spacing) - row);
        return Vector2.Lerp(
            Vector2.Lerp(Node(column, row), Node(column + 1, row), fx), Vector2.Lerp(Node(column, row + 1), Node(column + 1, row + 1), fx), fy);
    }

    /// <summary>The same motion for a frame twice as large.</summary>
    public MotionField Doubled(int height, int width)
    {
        var field = Still(height, width);
        for (var n = 0; n < field.Nodes.Length; n++)
        {
            field.Nodes[n] = 2 * At(n % field.Columns * Spacing / 2f, n / field.Columns * Spacing / 2f);
        }

        return field;
    }

    /// <summary>Each vector becomes the median, by component, of itself and its eight neighbours: a stray match goes.</summary>
    public MotionField Median()
    {
        var calm = new Vector2[Nodes.Length];
        Span<float> xs = stackalloc float[9];
        Span<float> ys = stackalloc float[9];
        for (var n = 0; n < calm.Length; n++)
        {
            for (var k = 0; k < 9; k++)
            {
                var near = Node((n % Columns) + (k % 3) - 1, (n / Columns) + (k / 3) - 1);
                (xs[k], ys[k]) = (near.X, near.Y);
            }

            xs.Sort();
            ys.Sort();
            calm[n] = new Vector2(xs[4], ys[4]);
        }

        return this with { Nodes = calm };
    }
}
