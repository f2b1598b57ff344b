using BenchmarkDotNet.Attributes;
using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Bench;

/// <summary>What a step does besides evaluating the prior, at 768 x 512 in colour.</summary>
[MemoryDiagnoser]
[InProcess]
public class GuidanceBenchmarks
{
    private readonly ImageTensor observed = Picture.Random(3, 1);
    private readonly ImageTensor iterate = Picture.Random(3, 2);
    private readonly ImageTensor scratch = Picture.Random(3, 3);
    private readonly PhiloxNoise noise = new(4);
    private readonly DegradationKernel kernel = KernelShapes.Gaussian(1, 19, 1.6);
    private BlurStep denoising = null!;
    private BlurStep deblurring = null!;

    [GlobalSetup]
    public void Prepare() => (denoising, deblurring) = (new BlurStep(observed, KernelShapes.Delta(1, 1)), new BlurStep(observed, kernel));

    /// <summary>Residual and proximal step without a blur, as in denoise.</summary>
    [Benchmark]
    public void DataStepWithoutBlur() => Take(denoising);

    /// <summary>Residual and proximal step through the Fourier domain, as in deblur.</summary>
    [Benchmark]
    public void DataStepThroughFourier() => Take(deblurring);

    /// <summary>The method's own kernel step, taken in the last third of a blind deblurring.</summary>
    [Benchmark]
    public DegradationKernel KernelStep() => KernelUpdate.Descend(kernel, iterate, observed, 1);

    /// <summary>Normal noise, one value per sample, by position.</summary>
    [Benchmark]
    public void FreshNoise() => noise.Fill(scratch, NoiseUse.Step, 1);

    private void Take(BlurStep step)
    {
        var residual = step.ResidualOf(iterate);
        TensorPool.Return(step.Correct(iterate, residual, 0.1));
        TensorPool.Return(residual);
    }
}
