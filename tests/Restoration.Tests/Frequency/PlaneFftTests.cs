using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Frequency;
using BirD.Restoration.Sampling.Posterior;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Frequency;

public sealed class PlaneFftTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(8, 5)]
    [InlineData(12, 20)]
    [InlineData(45, 64)]
    [InlineData(60, 18)]
    public void Forward_AnySize_EqualsTheDefinition(int height, int width)
    {
        var plane = Random(height, width);
        var spectrum = new PlaneFft(height, width).Forward(plane);
        foreach (var (v, u) in ((int, int)[])[(0, 0), (1, 0), (0, 1), (height - 1, width / 2), (height / 2, width - 1)])
        {
            var (re, im) = (0.0, 0.0);
            for (var n = 0; n < plane.Re.Length; n++)
            {
                var angle = -2 * Math.PI * (((double)(n / width) * v / height) + ((double)(n % width) * u / width));
                re += (plane.Re[n] * Math.Cos(angle)) - (plane.Im[n] * Math.Sin(angle));
                im += (plane.Re[n] * Math.Sin(angle)) + (plane.Im[n] * Math.Cos(angle));
            }

            // Spectra are kept transposed.
            ((double)spectrum.Re[(u * height) + v]).ShouldBe(re, 1e-3);
            ((double)spectrum.Im[(u * height) + v]).ShouldBe(im, 1e-3);
        }
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(75, 90)]
    public void Inverse_OfForward_IsTheIdentity(int height, int width)
    {
        var plane = Random(height, width);
        var fft = new PlaneFft(height, width);
        var back = fft.Inverse(fft.Forward(plane));
        for (var n = 0; n < plane.Re.Length; n++)
        {
            back.Re[n].ShouldBe(plane.Re[n], 1e-5f);
            back.Im[n].ShouldBe(plane.Im[n], 1e-5f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void FilterApply_AwayFromTheBorder_EqualsTheDirectCorrelation(int kernelChannels)
    {
        var u = new ImageTensor(3, 40, 33);
        new PhiloxNoise(3).Fill(u, NoiseUse.Start, 0);
        var taps = new ImageTensor(kernelChannels, 5, 5);
        new PhiloxNoise(4).Fill(taps, NoiseUse.Start, 0);
        var kernel = new DegradationKernel(kernelChannels, 5, taps.Data);
        var direct = new ImageTensor(3, 40, 33);
        DepthwiseCorrelation.Apply(u, kernel, direct);
        var filtered = new FrequencyFilter(40, 33, kernel).Apply(u);
        for (var n = 0; n < u.Data.Length; n++)
        {
            var (y, x) = (n / 33 % 40, n % 33);
            if (y is >= 2 and < 38 && x is >= 2 and < 31)
            {
                filtered.Data[n].ShouldBe(direct.Data[n], 1e-4f);
            }
        }
    }

    [Fact]
    public void Solve_SmallAlpha_UndoesAWellConditionedBlur()
    {
        // A picture that vanishes towards the border, so that the frame holds all of its blur.
        var (u, kernel) = (new ImageTensor(3, 64, 64), KernelShapes.Gaussian(1, 5, 0.5));
        for (var n = 0; n < u.Data.Length; n++)
        {
            var (y, x) = ((n / 64 % 64) - 31.5, (n % 64) - 31.5);
            u.Data[n] = (float)Math.Exp(-((y * y) + (x * x)) / 60);
        }

        var filter = new FrequencyFilter(64, 64, kernel);
        var back = filter.Solve(filter.Apply(u), 1e-6);
        back.Data.Zip(u.Data, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-3f);
    }

    private static ComplexPlane Random(int height, int width)
    {
        var noise = new ImageTensor(2, height, width);
        new PhiloxNoise(11).Fill(noise, NoiseUse.Start, 0);
        var plane = new ComplexPlane(height, width);
        noise.Plane(0).CopyTo(plane.Re);
        noise.Plane(1).CopyTo(plane.Im);
        return plane;
    }
}
