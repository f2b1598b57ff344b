using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Downscale;

public sealed class SeparableDecimationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Adjoint_RandomPair_IsTheTransposeOfApply(int scale)
    {
        var reduce = new SeparableDecimation(scale, ReductionProfile.Cubic(scale));
        var (high, low) = (Noise(12 * scale, 10 * scale, 1), Noise(12, 10, 2));

        Dot(reduce.Apply(high), low).ShouldBe(Dot(high, reduce.Adjoint(low)), 1e-3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Apply_Ramp_SamplesItAtThePixelsCentres(int scale)
    {
        var high = new ImageTensor(1, 20 * scale, 20 * scale);
        for (var n = 0; n < high.Data.Length; n++)
        {
            high.Data[n] = (n % high.Width + 0.5f) / scale;
        }

        var low = new SeparableDecimation(scale, ReductionProfile.Cubic(scale)).Apply(high);
        for (var x = 5; x < 15; x++)
        {
            low.Data[(10 * 20) + x].ShouldBe(x + 0.5f, 1e-3);
        }

        // Enlarging is the other way round, pixel areas aligned.
        var again = CubicEnlargement.Enlarge(low, scale);
        for (var x = 5 * scale; x < 15 * scale; x++)
        {
            again.Data[(10 * scale * again.Width) + x].ShouldBe((x + 0.5f) / scale, 1e-3);
        }
    }

    [Fact]
    public void Correct_AnyPoint_SolvesTheProximalProblem()
    {
        var (y, z) = (Noise(8, 9, 3), Noise(16, 18, 4));
        const double alpha = 0.4;
        var step = new DecimationStep(y, 2, ReductionProfile.Cubic(2));
        var x = step.Correct(z, step.ResidualOf(z), alpha);

        // The gradient of |y - Ax|^2 + alpha / s^2 |x - z|^2 is zero at the solution.
        var reduce = new SeparableDecimation(2, ReductionProfile.Cubic(2));
        var pull = reduce.Adjoint(step.ResidualOf(x));
        for (var n = 0; n < x.Data.Length; n++)
        {
            (pull.Data[n] - (alpha / 4 * (x.Data[n] - z.Data[n]))).ShouldBe(0, 2e-3);
        }
    }

    [Fact]
    public void Improve_FromTheWrongFilter_ComesNearerToTheTrueOne()
    {
        var high = Noise(120, 120, 6);
        var truth = Gaussian(1.1);
        var low = new SeparableDecimation(2, truth).Apply(high);
        var start = ReductionProfile.Cubic(2);

        var learned = ReductionFit.Improve(ReductionFit.Improve(start, high, low, 2), high, low, 2);

        learned.Sum().ShouldBe(1, 1e-4);
        Distance(learned).ShouldBeLessThan(0.2 * Distance(start));

        double Distance(float[] profile) => Math.Sqrt(profile.Zip(truth, (a, b) => (double)(a - b) * (a - b)).Sum());
    }

    private static float[] Gaussian(double sigma)
    {
        var taps = Enumerable.Range(0, ReductionProfile.Length(2))
            .Select(n => Math.Exp(-Math.Pow(n - 4 - ReductionProfile.Centre(2), 2) / (2 * sigma * sigma))).ToArray();
        return [.. taps.Select(t => (float)(t / taps.Sum()))];
    }

    private static ImageTensor Noise(int height, int width, int seed)
    {
        var random = new Random(seed);
        return new ImageTensor(3, height, width, [.. Enumerable.Range(0, 3 * height * width).Select(_ => (float)random.NextDouble())]);
    }

    private static double Dot(ImageTensor a, ImageTensor b) => a.Data.Zip(b.Data, (x, y) => (double)x * y).Sum();
}
