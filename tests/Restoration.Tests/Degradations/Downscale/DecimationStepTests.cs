using BirD.Restoration.Degradations.Downscale;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Downscale;

public sealed class DecimationStepTests
{
    /// <summary>Seen at a quarter of the size, where noise was taken for much: conjugate gradients went on past their end, into infinities.</summary>
    [Theory]
    [InlineData(2, 1e-3)]
    [InlineData(2, 1)]
    [InlineData(4, 9.3)]
    [InlineData(4, 1e4)]
    [InlineData(4, 1e9)]
    public void Correct_AnyWeightOfThePrior_SolvesTheNormalEquations(int scale, double alpha)
    {
        var high = OracleCase.Picture(32 * scale, 24 * scale);
        var reduce = new SeparableDecimation(scale, ReductionProfile.Cubic(scale));
        var low = reduce.Apply(high);
        var z = new ImageTensor(3, high.Height, high.Width);
        var step = new DecimationStep(low, scale, ReductionProfile.Cubic(scale));
        var residual = step.ResidualOf(z);

        var x = step.Correct(z, residual, alpha);

        // (A'A + a) (x - z) = A'(y - A z), to what twelve rounds in single precision can do.
        var damping = (float)(alpha / (scale * scale));
        var right = reduce.Adjoint(residual);
        var left = reduce.Adjoint(reduce.Apply(x));
        var (wrong, all) = (0.0, 0.0);
        for (var n = 0; n < x.Data.Length; n++)
        {
            wrong += Math.Pow(left.Data[n] + (damping * x.Data[n]) - right.Data[n], 2);
            all += Math.Pow(right.Data[n], 2);
        }

        double.IsFinite(wrong).ShouldBeTrue();
        Math.Sqrt(wrong / all).ShouldBeLessThan(0.02);
    }

    [Fact]
    public void Correct_NothingLeftToExplain_ChangesNothing()
    {
        var z = OracleCase.Picture(48, 48);
        var profile = ReductionProfile.Cubic(2);
        var step = new DecimationStep(new SeparableDecimation(2, profile).Apply(z), 2, profile);

        step.Correct(z, step.ResidualOf(z), 0.1).Data.ShouldBe(z.Data);
    }
}
