using BirD.Restoration.Onnx;

namespace BirD.Restoration.Residency.Graphs;

/// <summary>Emits the Fourier transform of frames [N, 4, H, W] and its inverse.</summary>
/// <remarks>
/// Planes are real and filters too, so two planes ride in one transform as the parts of complex numbers. A spectrum is
/// [2 N, N1, 2, N2, H], parts third, of the frame's width N1 N2. Tables and shapes are inputs, so one graph serves frames of every size.
/// </remarks>
internal sealed class FourierEmitter(OnnxGraphBuilder graph)
{
    private const int ShapeCount = 8;

    private static readonly long[] ToWidthLast = [0, 3, 1, 2];
    private static readonly long[] ToHeightLast = [0, 2, 3, 1];

    private readonly string[] tables = [.. TableNames.Select(name => graph.Input(name, name.EndsWith('1') ? ["a", "b"] : ["n", "a", "b"]))];
    private readonly string[] shapes = [.. Enumerable.Range(0, ShapeCount).Select(n => graph.Input(ShapeName(n), OnnxType.Int64, "rank"))];

    /// <summary>Inputs for <see cref="FourierTable.First"/>, Second, BackSecond, BackFirst of the height, then of the width.</summary>
    public static IReadOnlyList<string> TableNames { get; } =
        ["height_1", "height_2", "height_back_2", "height_back_1", "width_1", "width_2", "width_back_2", "width_back_1"];

    public static string ShapeName(int n) => $"shape_{n}";

    /// <summary>What the inputs <see cref="ShapeName"/> must be for so many frames, in order; -1 stands for the rest.</summary>
    public static long[][] Shapes(FourierTable height, FourierTable width, int count) =>
    [
        [2 * count, 2 * height.N1, -1],
        [2 * count, height.N1, 2 * height.N2, -1],
        [2 * count, height.Length, 2, -1],
        [2 * count, 2 * width.N1, -1],
        [2 * count, width.N1, 2 * width.N2, -1],
        [2 * count, width.N1, 2, width.N2, -1],
        [2 * count, 2, width.Length, -1],
        [count, 4, height.Length, -1],
    ];

    public string Forward(string frame)
    {
        var x = Times(tables[0], frame, 0);
        x = Reshape(Times(tables[1], x, 1), 2);
        x = graph.Op("Transpose", [x], Attr.Ints("perm", ToHeightLast));
        x = Times(tables[4], x, 3);
        return Reshape(Times(tables[5], x, 4), 5);
    }

    public string Back(string spectrum)
    {
        var x = Times(tables[6], spectrum, 4);
        x = Reshape(Times(tables[7], x, 3), 6);
        x = graph.Op("Transpose", [x], Attr.Ints("perm", ToWidthLast));
        x = Times(tables[2], x, 1);
        x = Times(tables[3], x, 0);
        return Reshape(x, 7);
    }

    private string Times(string table, string x, int shape) => graph.Op("MatMul", [table, Reshape(x, shape)]);

    private string Reshape(string x, int shape) => graph.Op("Reshape", [x, shapes[shape]]);
}
