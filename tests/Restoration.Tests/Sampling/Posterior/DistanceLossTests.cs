using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling.Posterior;

public sealed class DistanceLossTests
{
    private const double Step = 1e-2;

    [Theory]
    [InlineData(3, false, false)]
    [InlineData(5, true, false)]
    [InlineData(5, false, true)]
    [InlineData(9, true, true)]
    public void Gradients_OfEveryForm_MatchFiniteDifferences(int size, bool withMask, bool gray)
    {
        // Central differences are exact for a quadratic loss, so the only error is float rounding.
        var (u, v) = (Uniform(3, 12, 17, 1), Uniform(3, 12, 17, 2));
        var kernel = new DegradationKernel(3, size, Uniform(3, size, size, 3).Data);
        var mask = withMask ? Uniform(1, 12, 17, 4).Data : null;
        var elements = u.Data.Length;
        var gradients = new DistanceLoss(kernel, mask, gray, elements).Evaluate(u, v);

        // x0 = 2u - 1, so a step in u is twice that in x0.
        Compare(u.Data, gradients.WithRespectToX0().Data, 2);
        Compare(kernel.Weights, gradients.WithRespectToKernel(), 1);
        if (mask is not null)
        {
            Compare(mask, gradients.WithRespectToMask(), 1);
        }

        void Compare(float[] variable, float[] gradient, double chain)
        {
            for (var n = 0; n < variable.Length; n += 7)
            {
                var value = variable[n];
                variable[n] = value + (float)Step;
                var up = new DistanceLoss(kernel, mask, gray, elements).Evaluate(u, v).Loss;
                variable[n] = value - (float)Step;
                var down = new DistanceLoss(kernel, mask, gray, elements).Evaluate(u, v).Loss;
                variable[n] = value;
                var expected = (up - down) / (2 * Step * chain);
                ((double)gradient[n]).ShouldBe(expected, 2e-4 * Math.Max(1, Math.Abs(expected)), $"element {n}");
            }
        }
    }

    [Fact]
    public void Apply_AndAdjoint_AreAdjoint()
    {
        var (u, r) = (Uniform(3, 20, 13, 5), Uniform(3, 20, 13, 6));
        var kernel = new DegradationKernel(3, 7, Uniform(3, 7, 7, 7).Data);
        var (forward, back) = (new ImageTensor(3, 20, 13), new ImageTensor(3, 20, 13));
        DepthwiseCorrelation.Apply(u, kernel, forward);
        DepthwiseCorrelation.ApplyAdjoint(r, kernel, back);
        Inner(forward, r).ShouldBe(Inner(u, back), 1e-3 * Math.Abs(Inner(u, back)));
    }

    [Fact]
    public void Apply_AsymmetricKernel_IsACorrelationNotAConvolution()
    {
        var u = new ImageTensor(1, 3, 3);
        u.Data[4] = 1;
        var kernel = new DegradationKernel(1, 3, [0, 0, 0, 0, 0, 2, 0, 0, 0]);
        var output = new ImageTensor(1, 3, 3);
        DepthwiseCorrelation.Apply(u, kernel, output);

        // The tap right of the centre looks right: its response lies left of the impulse.
        output.Data.ShouldBe([0, 0, 0, 2, 0, 0, 0, 0, 0]);
    }

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(2.5, false)]
    public void KernelDescent_BelowAndAboveTheBound_ConvergesAndDiverges(double factor, bool converges)
    {
        // Worst case of the bound 3 / (k^2 E[u^2]): a constant picture.
        var u = new ImageTensor(3, 32, 32);
        Array.Fill(u.Data, 0.5f);
        var v = new ImageTensor(3, 32, 32);
        Array.Fill(v.Data, 0.3f);
        var kernel = KernelShapes.Gaussian(3, 3, 1);
        var rate = factor * 3 / (9 * 0.25);
        var losses = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            var gradients = new DistanceLoss(kernel, null, false, u.Data.Length).Evaluate(u, v);
            losses.Add(gradients.Loss);
            var gradient = gradients.WithRespectToKernel();
            kernel = new DegradationKernel(3, 3, [.. kernel.Weights.Select((w, n) => w - (float)(rate * gradient[n]))]);
        }

        if (converges)
        {
            losses[^1].ShouldBeLessThan(losses[0]);
            losses.Zip(losses.Skip(1)).ShouldAllBe(pair => pair.Second <= pair.First * 1.000001);
        }
        else
        {
            losses[^1].ShouldBeGreaterThan(losses[0] * 100);
        }
    }

    [Fact]
    public void ReleasedStart_NineTwo_IsTheRecordedKernel()
    {
        var expected = NpyFile.Golden("trajectory", "gaussian_kernel_9_2.npy").AsFloat64();
        var kernel = KernelShapes.ReleasedStart(1, 9, 2);
        for (var n = 0; n < expected.Length; n++)
        {
            ((double)kernel.Weights[n]).ShouldBe(expected[n], 1e-8);
        }
    }

    private static ImageTensor Uniform(int channels, int height, int width, ulong seed)
    {
        var tensor = new ImageTensor(channels, height, width);
        new PhiloxNoise(seed).Fill(tensor, NoiseUse.Parameters, 0);
        for (var n = 0; n < tensor.Data.Length; n++)
        {
            tensor.Data[n] = Math.Clamp(0.5f + (0.2f * tensor.Data[n]), 0, 1);
        }

        return tensor;
    }

    private static double Inner(ImageTensor a, ImageTensor b) => a.Data.Zip(b.Data, (x, y) => (double)x * y).Sum();
}
