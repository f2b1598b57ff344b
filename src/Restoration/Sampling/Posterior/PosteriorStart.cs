using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Sampling.Posterior;

/// <summary>Start values of kernel and mask as the released scripts draw them.</summary>
internal static class PosteriorStart
{
    public static DegradationKernel Kernel(PosteriorOptions options, INoiseSource noise)
    {
        var k = options.KernelSize;
        if (!options.MaskInLoss)
        {
            return KernelShapes.ReleasedStart(3, k, 2);
        }

        // Low light: U[0,1) / 100 per tap.
        var uniform = new ImageTensor(3, k, k);
        FillUniform(uniform, noise, 0.01f);
        return new DegradationKernel(3, k, uniform.Data);
    }

    /// <summary>U[0,1) / 10000 per pixel: tiny, but it enters the released denominator.</summary>
    public static float[] Mask(INoiseSource noise, int height, int width)
    {
        var plane = new ImageTensor(1, height, width);
        FillUniform(plane, noise, 1e-4f);
        return plane.Data;
    }

    private static void FillUniform(ImageTensor target, INoiseSource noise, float scale)
    {
        noise.Fill(target, NoiseUse.Parameters, target.Channels);
        for (var p = 0; p < target.Data.Length; p++)
        {
            target.Data[p] = scale * (float)MathNet.Numerics.Distributions.Normal.CDF(0, 1, target.Data[p]);
        }
    }
}
