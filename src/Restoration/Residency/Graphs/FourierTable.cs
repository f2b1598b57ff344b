namespace BirD.Restoration.Residency.Graphs;

/// <summary>The Fourier transform of one length as two products with small matrices: what every device does well, and has.</summary>
/// <remarks>
/// ONNX's own DFT runs on the CPU only. With N = N1 N2 and n = n1 N2 + n2 the transform is one of N1 points for each n2 (<see cref="First"/>),
/// then one of N2 points for each k1, with the twiddles folded in (<see cref="Second"/>; Cooley and Tukey 1965). Frequency
/// k1 + N1 k2 stays at [k1, k2]: a filter doesn't mind the order. Complex products are real ones of twice the side; whether
/// the parts (re, im) of a row or column lie outside the index, [2, n], or inside, [n, 2], is chosen so that each result is the next one's operand as it lies.
/// </remarks>
internal sealed class FourierTable
{
    private FourierTable(int length, bool partsInside)
    {
        Length = length;
        N1 = (int)Math.Sqrt(length);
        while (length % N1 != 0)
        {
            N1--;
        }

        N2 = length / N1;
        First = Block(1, N1, N1, rowsInside: true, columnsInside: false, (_, k1, n1) => -Turn(n1 * k1, N1), 1);
        Second = Block(N1, N2, N2, partsInside, columnsInside: false, (k1, k2, n2) => -Turn(n2 * (k1 + (N1 * k2)), Length), 1);
        BackSecond = Block(N1, N2, N2, rowsInside: false, partsInside, (k1, n2, k2) => Turn(n2 * (k1 + (N1 * k2)), Length), 1);
        BackFirst = Block(1, N1, N1, rowsInside: false, columnsInside: true, (_, n1, k1) => Turn(n1 * k1, N1), 1.0 / length);
    }

    /// <summary>Of columns: what comes out is transposed next, so its parts lie inside.</summary>
    public static FourierTable OfHeight(int length) => new(length, partsInside: true);

    /// <summary>Of rows: what comes out is filtered.</summary>
    public static FourierTable OfWidth(int length) => new(length, partsInside: false);

    public int Length { get; }

    public int N1 { get; }

    public int N2 { get; }

    /// <summary>2 N1 x 2 N1: from [2, n1] to [k1, 2].</summary>
    public float[] First { get; }

    /// <summary>N1 x 2 N2 x 2 N2, one for each k1: from [2, n2] to [k2, 2] or [2, k2].</summary>
    public float[] Second { get; }

    /// <summary>The inverse of <see cref="Second"/>, to [2, n2].</summary>
    public float[] BackSecond { get; }

    /// <summary>The inverse of <see cref="First"/>, to [2, n1], with the scale of the whole.</summary>
    public float[] BackFirst { get; }

    private static double Turn(int steps, int of) => 2 * Math.PI * (steps % of) / of;

    /// <summary>Blocks of complex factors scale x exp(i angle) as real matrices, row-major.</summary>
    private static float[] Block(
        int blocks, int rows, int columns, bool rowsInside, bool columnsInside, Func<int, int, int, double> angle, double scale)
    {
        var data = new float[blocks * 4 * rows * columns];
        for (var b = 0; b < blocks; b++)
        {
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++)
                {
                    var (sin, cos) = Math.SinCos(angle(b, r, c));
                    Set(b, r, 0, c, 0, cos);
                    Set(b, r, 0, c, 1, -sin);
                    Set(b, r, 1, c, 0, sin);
                    Set(b, r, 1, c, 1, cos);
                }
            }
        }

        return data;

        void Set(int b, int r, int rowPart, int c, int columnPart, double value)
        {
            var row = rowsInside ? (2 * r) + rowPart : (rowPart * rows) + r;
            var column = columnsInside ? (2 * c) + columnPart : (columnPart * columns) + c;
            data[(((b * 2 * rows) + row) * 2 * columns) + column] = (float)(scale * value);
        }
    }
}
