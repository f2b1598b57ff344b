using BirD.Restoration.Degradations;
using BirD.Restoration.Frequency;
using BirD.Restoration.Residency.Graphs;
using BirD.Restoration.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Residency;

/// <summary>What the frequency domain needs for pictures of one size and kernels of one size: the frame, and its transforms' tables.</summary>
/// <remarks>The frame is that of <see cref="FrequencyFilter"/>, so that both compute the same.</remarks>
internal sealed class FrameTables : IDisposable
{
    private readonly int frameHeight;
    private readonly int frameWidth;
    private readonly FourierTable rows;
    private readonly FourierTable columns;
    private readonly List<(string Name, OrtValue Value)> tables = [];
    private readonly Dictionary<int, List<(string Name, OrtValue Value)>> shapes = [];
    private readonly List<(string Name, OrtValue Value)> frame = [];

    public FrameTables(DeviceMemory memory, int height, int width, int margin)
    {
        (frameHeight, frameWidth) = (FftPlan.NextLength(height + (2 * margin)), FftPlan.NextLength(width + (2 * margin)));
        (rows, columns) = (FourierTable.OfHeight(frameHeight), FourierTable.OfWidth(frameWidth));
        SpectrumShape = [1, columns.N1, 1, columns.N2, frameHeight];
        AddTables(memory, rows, 0);
        AddTables(memory, columns, 4);
        AddList(memory, $"{FuseGraph.Embed}_rows", frameHeight, y => Reflect.Index(y - margin, height));
        AddList(memory, $"{FuseGraph.Embed}_columns", frameWidth, x => Reflect.Index(x - margin, width));
        AddList(memory, $"{FuseGraph.Extract}_rows", height, y => y + margin);
        AddList(memory, $"{FuseGraph.Extract}_columns", width, x => x + margin);
        AddMask(memory, FuseGraph.Inside, margin..(margin + height), margin..(margin + width));
        AddMask(memory, FuseGraph.Reflected, 0..(height + (2 * margin)), 0..(width + (2 * margin)));
    }

    /// <summary>Extents of either part of a kernel's spectrum.</summary>
    public long[] SpectrumShape { get; }

    /// <summary>Inputs of <see cref="FuseGraph"/> for so many pictures.</summary>
    public IEnumerable<(string Name, OrtValue Value)> Inputs(int count) => [.. Transforms(count), .. frame];

    /// <summary>Those of them that <see cref="SpectrumGraph"/> wants.</summary>
    public IEnumerable<(string Name, OrtValue Value)> Transforms(int count)
    {
        if (!shapes.TryGetValue(count, out var list))
        {
            // ONNX Runtime wants shapes on the host, whatever the device.
            shapes.Add(count, list = [.. FourierEmitter.Shapes(rows, columns, count).Select(
                (shape, n) => (FourierEmitter.ShapeName(n), OrtValue.CreateTensorValueFromMemory(shape, [shape.Length])))]);
        }

        return [.. tables, .. list];
    }

    /// <summary>The kernel as a frame, [1, 4, FH, FW]: K as a correlation is a convolution with the flipped kernel, so tap d goes to position -d.</summary>
    public (float[] Data, long[] Shape) Impulse(DegradationKernel kernel)
    {
        var (data, half) = (new float[4 * frameHeight * frameWidth], kernel.Size / 2);
        var filter = kernel.Filter(0);
        for (var n = 0; n < filter.Length; n++)
        {
            var y = (half - (n / kernel.Size) + frameHeight) % frameHeight;
            var x = (half - (n % kernel.Size) + frameWidth) % frameWidth;
            data[(y * frameWidth) + x] = filter[n];
        }

        return (data, [1, 4, frameHeight, frameWidth]);
    }

    public void Dispose()
    {
        foreach (var (_, value) in (IEnumerable<(string, OrtValue)>)[.. tables, .. frame, .. shapes.Values.SelectMany(list => list)])
        {
            value.Dispose();
        }
    }

    private void AddTables(DeviceMemory memory, FourierTable table, int first)
    {
        var (n1, n2) = (table.N1, table.N2);
        float[][] data = [table.First, table.Second, table.BackSecond, table.BackFirst];
        for (var i = 0; i < data.Length; i++)
        {
            long[] shape = i is 0 or 3 ? [2 * n1, 2 * n1] : [n1, 2 * n2, 2 * n2];
            tables.Add((FourierEmitter.TableNames[first + i], memory.Upload(data[i], shape)));
        }
    }

    private void AddList(DeviceMemory memory, string name, int length, Func<int, int> index) =>
        frame.Add((name, memory.Upload([.. Enumerable.Range(0, length).Select(i => (long)index(i))])));

    private void AddMask(DeviceMemory memory, string name, Range rows, Range columns)
    {
        var mask = new float[frameHeight * frameWidth];
        for (var y = rows.Start.Value; y < rows.End.Value; y++)
        {
            mask.AsSpan(y * frameWidth, frameWidth)[columns].Fill(1);
        }

        frame.Add((name, memory.Upload(mask, 1, 1, frameHeight, frameWidth)));
    }
}
