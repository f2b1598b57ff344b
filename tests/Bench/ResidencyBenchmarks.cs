using BenchmarkDotNet.Attributes;
using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Residency;
using BirD.Restoration.Sampling;
using BirD.Restoration.Sampling.Robust;
using BirD.Restoration.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace BirD.Bench;

/// <summary>A step's guidance as graphs, beside <see cref="GuidanceBenchmarks"/>: on the CPU provider, where nobody but tests uses them. 768 x 512.</summary>
[MemoryDiagnoser]
[InProcess]
public class ResidencyBenchmarks
{
    private static readonly DeviceOptions Device = new() { Kind = DeviceKind.Cpu };

    /// <summary>What is released at the end, the last first.</summary>
    private readonly Stack<IDisposable> held = [];
    private ResidentBatch denoising = null!;
    private ResidentBatch deblurring = null!;
    private (OrtValue Asked, OrtValue Answer) prior;

    [GlobalSetup]
    public void Prepare()
    {
        var (memory, graphs, picture) = (Hold(new DeviceMemory(Device)), Hold(new GuidanceSessions(Device)), Picture.Random(3, 1));
        long[] shape = [1, 3, picture.Height, picture.Width];
        (denoising, deblurring) = (Open(memory, graphs, KernelShapes.Delta(1, 1)), Open(memory, graphs, KernelShapes.Gaussian(1, 19, 1.6)));
        prior = (Hold(memory.Allocate(shape)), Hold(memory.Upload(picture.Data, shape)));
    }

    [Benchmark]
    public void FuseWithoutBlur() => denoising.Fuse(prior.Asked);

    [Benchmark]
    public void FuseThroughFourier() => deblurring.Fuse(prior.Asked);

    [Benchmark]
    public void Advance() => deblurring.Advance(prior.Answer);

    [GlobalCleanup]
    public void Release()
    {
        while (held.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    private ResidentBatch Open(DeviceMemory memory, GuidanceSessions graphs, DegradationKernel kernel)
    {
        var prior = new DenoiserInfo { Name = "none", Sha256 = "", Prediction = PredictionType.Epsilon };
        var y = Picture.Random(3, 1);
        var options = new RobustOptions { StartSigma = 0.2, EndSigma = 0.02 };
        var session = new SamplerSession(new RobustSampler(new Observation(y, 0.02), kernel, NoiseSchedule.Linear(), prior, options, new PhiloxNoise(4)));
        var step = session.Describe()!;
        var mirror = Hold(new MirrorLists(memory, y.Height, y.Width, new TileGrid(y.Height, y.Width, [0], [0])));
        var frame = step.Data.Kernel is null ? null : Hold(new FrameTables(memory, y.Height, y.Width, kernel.Size));
        var resident = Hold(new ResidentPicture(memory, graphs, session, step, mirror, frame));
        return Hold(new ResidentBatch(memory, graphs, Hold(new NoiseShelf(memory)), [session], [resident], [step], 0));
    }

    private T Hold<T>(T part)
        where T : IDisposable
    {
        held.Push(part);
        return part;
    }
}
