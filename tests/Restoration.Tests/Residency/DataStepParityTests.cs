using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Residency;
using BirD.Restoration.Residency.Graphs;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Tests.Residency;

/// <summary>The two data steps, ours for the CPU and the graph for devices, against one reference in double precision.</summary>
public sealed class DataStepParityTests : IDisposable
{
    private readonly DeviceMemory memory = new(ResidentCase.Device);

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(32, 48, 0.01)]
    [InlineData(37, 53, 0.3)]
    [InlineData(64, 31, 1e-3)]
    [InlineData(19, 5, 0.1)]
    public void DataStep_OnTheHostAndOnTheDevice_IsTheReference(int height, int width, double alpha)
    {
        var (y, kernel) = (OracleCase.Picture(height, width), ResidentCase.Uneven());
        var x = Signed(height, width);
        var z = Array.ConvertAll(x.Data, v => (v + 1.0) / 2);
        var residual = ReferenceStep.ResidualOf(y, z, kernel);
        var fused = ReferenceStep.Correct(y, z, residual, kernel, alpha);

        var unit = new ImageTensor(3, height, width, Array.ConvertAll(z, v => (float)v));
        var step = new BlurStep(y, kernel);
        var own = step.ResidualOf(unit);
        Far(own.Data, residual).ShouldBeLessThan(1e-6);
        Far(step.Correct(unit, own, alpha).Data, fused).ShouldBeLessThan(1e-5);

        var (graph, loss) = OnDevice(x, y, kernel, alpha);
        Far(Array.ConvertAll(graph, v => (v + 1) / 2), fused).ShouldBeLessThan(1e-5);
        ((double)loss).ShouldBe(residual.Sum(r => r * r) / residual.Length, 1e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(45)]
    [InlineData(64)]
    [InlineData(125)]
    [InlineData(1600)]
    public void FourierTable_ThereAndBack_IsWhereItCameFrom(int length)
    {
        foreach (var table in (FourierTable[])[FourierTable.OfHeight(length), FourierTable.OfWidth(length)])
        {
            (table.N1 * table.N2).ShouldBe(length);
            ((double)table.N2 / table.N1).ShouldBeLessThanOrEqualTo(8);
            var x = new float[2 * length];
            for (var n = 0; n < x.Length; n++)
            {
                x[n] = MathF.Sin(n * n);
            }

            var spectrum = Product(table.Second, Product(table.First, x, 1, table.N2), table.N1, 1);
            Golden.MaxDifference(Product(table.BackFirst, Product(table.BackSecond, spectrum, table.N1, 1), 1, table.N2), x).ShouldBeLessThan(1e-5f);
        }
    }

    /// <summary>Blocks of square matrices, each times its rows.</summary>
    private static float[] Product(float[] matrices, float[] x, int blocks, int columns)
    {
        var side = (int)Math.Sqrt(matrices.Length / blocks);
        var result = new float[x.Length];
        for (var n = 0; n < x.Length; n++)
        {
            var (block, row, column) = (n / (side * columns), n / columns % side, n % columns);
            var sum = 0.0;
            for (var i = 0; i < side; i++)
            {
                sum += matrices[(((block * side) + row) * side) + i] * x[(((block * side) + i) * columns) + column];
            }

            result[n] = (float)sum;
        }

        return result;
    }

    private (float[] Input, float Loss) OnDevice(ImageTensor x, ImageTensor y, DegradationKernel kernel, double alpha)
    {
        var (height, width) = (x.Height, x.Width);
        using var graphs = new GuidanceSessions(ResidentCase.Device);
        using var frame = new FrameTables(memory, height, width, kernel.Size);
        using var spectrum = new StepGraph(graphs.Spectrum);
        using var fuse = new StepGraph(graphs.Fuse(new StepShape(1, IsBlurred: true, IsMasked: false, KeepsMean: false, HasNoise: false, IsMixed: false)));
        using var parts = new OrtParts();
        foreach (var (name, value) in frame.Inputs(1))
        {
            fuse.Input(name, value);
        }

        foreach (var (name, value) in frame.Transforms(1))
        {
            spectrum.Input(name, value);
        }

        var (impulse, shape) = frame.Impulse(kernel);
        spectrum.Input(SpectrumGraph.Frame, parts.Keep(memory.Upload(impulse, shape)));
        foreach (var name in (string[])[FuseGraph.TransferRe, FuseGraph.TransferIm])
        {
            var part = parts.Keep(memory.Allocate(frame.SpectrumShape));
            spectrum.Output(name, part);
            fuse.Input(GuidanceGraph.Of(name, 0), part);
        }

        spectrum.Run();
        long[] picture = [1, 3, height, width];
        var (input, loss) = (new float[x.Data.Length], new float[1]);
        fuse.Input(GuidanceGraph.Of(FuseGraph.X, 0), parts.Keep(memory.Upload(x.Data, picture)));
        fuse.Input(GuidanceGraph.Of(FuseGraph.Y, 0), parts.Keep(memory.Upload(y.Data, picture)));
        fuse.Input($"{FuseGraph.Mirror}_rows", parts.Keep(memory.Upload([.. Enumerable.Range(0, height).Select(i => (long)i)])));
        fuse.Input($"{FuseGraph.Mirror}_columns", parts.Keep(memory.Upload([.. Enumerable.Range(0, width).Select(i => (long)i)])));
        fuse.Input(FuseGraph.Alphas, [(float)alpha], 1, 1, 1, 1, 1);
        fuse.Input(FuseGraph.Numbers, [(float)alpha, 1, 0, 0], 1, FuseGraph.NumberCount, 1, 1);
        fuse.Output(FuseGraph.Input, input, picture);
        fuse.Output(FuseGraph.Asked, parts.Keep(memory.Allocate(picture)));
        fuse.Output(FuseGraph.Loss, loss, 1);
        fuse.Run();
        return (input, loss[0]);
    }

    private static ImageTensor Signed(int height, int width)
    {
        var x = new ImageTensor(3, height, width);
        for (var n = 0; n < x.Data.Length; n++)
        {
            x.Data[n] = MathF.Sin(0.7f * n) * MathF.Cos(0.011f * n);
        }

        return x;
    }

    private static double Far(float[] values, double[] reference) => values.Zip(reference, (v, r) => Math.Abs(v - r)).Max();

    private sealed class OrtParts : IDisposable
    {
        private readonly List<OrtValue> kept = [];

        public OrtValue Keep(OrtValue value)
        {
            kept.Add(value);
            return value;
        }

        public void Dispose() => kept.ForEach(value => value.Dispose());
    }
}
