using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Import;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Onnx.Proto;
using BirD.Restoration.Tests.Support;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>Recorded networks through importer and ONNX Runtime, within the tolerances of their manifests.</summary>
public sealed class UNetParityTests : IDisposable
{
    private static readonly DeviceOptions Cpu = new() { Kind = DeviceKind.Cpu };

    private readonly TempFolder _folder = new();

    public static TheoryData<string, string> Runs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in UNetCase.Names)
            {
                foreach (var run in UNetCase.Manifest(name).GetProperty("runs").EnumerateArray())
                {
                    data.Add(name, run.GetProperty("name").GetString()!);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Networks => [.. UNetCase.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Evaluate_RecordedRun_IsWithinTolerance(string name, string run)
    {
        using var denoiser = OnnxDenoiser.Load(await UNetCase.ImportAsync(name, _folder.Path), Cpu);

        Largest(Evaluate(denoiser, name, run)).ShouldBeLessThan(5e-5);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Evaluate_Float16Storage_StaysClose(string name, string run)
    {
        var file = await UNetCase.ImportAsync(name, _folder.Path, o => o with { Precision = ImportPrecision.Float16Storage });
        using var denoiser = OnnxDenoiser.Load(file, Cpu);

        // The stored weights of a and b are float16 already: nothing is lost. Those of c are rounded.
        Largest(Evaluate(denoiser, name, run)).ShouldBeLessThan(name == "unet_c" ? 1e-2 : 5e-5);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Evaluate_Float16_StaysNear(string name, string run)
    {
        var file = await UNetCase.ImportAsync(name, _folder.Path, o => o with { Precision = ImportPrecision.Float16 });
        using var denoiser = OnnxDenoiser.Load(file, Cpu);

        Largest(Evaluate(denoiser, name, run)).ShouldBeLessThan(1e-2); // the manifests allow 1000 times the float32 tolerance
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Evaluate_Twice_GivesEqualBits(string name)
    {
        using var denoiser = OnnxDenoiser.Load(await UNetCase.ImportAsync(name, _folder.Path), Cpu);

        var first = Evaluate(denoiser, name, "nonsquare").Found;
        Evaluate(denoiser, name, name == "unet_a" ? "square_64" : "square_32");

        Evaluate(denoiser, name, "nonsquare").Found.ShouldBe(first);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task Trace_EveryBlock_IsWithinTolerance(string name)
    {
        var blocks = UNetCase.Manifest(name).GetProperty("trace").GetProperty("blocks").EnumerateArray()
            .Select(b => (Module: b.GetProperty("module").GetString()!, File: b.GetProperty("file").GetString()!)).ToList();
        var modules = blocks.Select(b => b.Module == "out" ? "eps" : b.Module).ToList();
        var model = ModelProto.Parser.ParseFrom(await File.ReadAllBytesAsync(await UNetCase.ImportAsync(name, _folder.Path)));
        model.Graph.Output.Clear();
        model.Graph.Output.Add(modules.Select(m => new ValueInfoProto
        {
            Name = m, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } },
        }));
        using var session = new InferenceSession(model.ToByteArray());
        var x = NpyFile.Load(UNetCase.File(name, "trace_x.npy"));
        using var xValue = OrtValue.CreateTensorValueFromMemory(x.AsFloat32(), [.. x.Shape.Select(n => (long)n)]);
        using var t = OrtValue.CreateTensorValueFromMemory(NpyFile.Load(UNetCase.File(name, "trace_t.npy")).AsFloat32(), [1]);
        using var options = new RunOptions();

        using var results = session.Run(options, ["x", "t"], [xValue, t], modules);

        for (var i = 0; i < modules.Count; i++)
        {
            var expected = NpyFile.Load(UNetCase.File(name, blocks[i].File)).AsFloat32();
            Largest((results[i].GetTensorDataAsSpan<float>().ToArray(), expected)).ShouldBeLessThan(1e-4, blocks[i].Module);
        }
    }

    private static (float[] Found, float[] Expected) Evaluate(OnnxDenoiser denoiser, string name, string run)
    {
        var x = NpyFile.Load(UNetCase.File(name, $"{run}_x.npy"));
        var t = NpyFile.Load(UNetCase.File(name, $"{run}_t.npy"));
        var expected = NpyFile.Load(UNetCase.File(name, $"{run}_out.npy")).AsFloat32();
        var found = new float[expected.Length];
        denoiser.Evaluate(
            new DenoiseBatch(x.Shape[0], x.Shape[2], x.Shape[3], x.AsFloat32(), t.AsFloat32(), found), CancellationToken.None);
        return (found, expected);
    }

    private static double Largest((float[] Found, float[] Expected) pair)
    {
        pair.Found.Length.ShouldBe(pair.Expected.Length);
        var largest = pair.Found.Zip(pair.Expected, (a, b) => Math.Abs((double)a - b)).Max();
        TestContext.Current.TestOutputHelper?.WriteLine($"largest difference {largest:G3}");
        return largest;
    }
}
