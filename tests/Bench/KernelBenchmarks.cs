using BenchmarkDotNet.Attributes;
using BirD.Restoration.Degradations;
using BirD.Restoration.Frequency;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Tensors;

namespace BirD.Bench;

/// <summary>A blur applied in the two ways there are, by the kernel's side: where the Fourier domain begins to win.</summary>
[MemoryDiagnoser]
[InProcess]
public class KernelBenchmarks
{
    private readonly ImageTensor picture = Picture.Random(3, 1);
    private readonly ImageTensor output = Picture.Random(3, 2);
    private DegradationKernel kernel = null!;
    private FrequencyFilter filter = null!;

    /// <summary>Pixels.</summary>
    [Params(3, 9, 19, 35)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        kernel = KernelShapes.Gaussian(1, Side, Side / 5.0);
        filter = new FrequencyFilter(Picture.Height, Picture.Width, kernel);
    }

    [Benchmark(Baseline = true)]
    public void ByPixels() => DepthwiseCorrelation.Apply(picture, kernel, output);

    [Benchmark]
    public ImageTensor ThroughFourier() => filter.Apply(picture);
}
