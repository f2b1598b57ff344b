using BirD.Restoration.Degradations.Jpeg;

namespace BirD.Restoration.Tests.Degradations.Jpeg;

public sealed class CellExpectationTests
{
    [Theory]
    [InlineData(4, 10)]
    [InlineData(40, 10)]
    [InlineData(200, 2)]
    public void OffsetOf_AnyGuess_StaysInsideTheCellAndFollowsTheGuess(int divisor, double error)
    {
        var cell = new CellExpectation(divisor, error);
        var last = 0f;
        foreach (var guess in Enumerable.Range(1, 100).Select(n => 5f * divisor * n / 100))
        {
            var offset = cell.OffsetOf(guess);
            offset.ShouldBeInRange(last, divisor / 2f);
            cell.OffsetOf(-guess).ShouldBe(-offset);
            last = offset;
        }
    }

    [Fact]
    public void OffsetOf_AGuessMuchBetterThanTheCell_IsTheGuess() => new CellExpectation(100, 2).OffsetOf(20).ShouldBe(20, 0.1);

    [Fact]
    public void OffsetOf_AGuessMuchWorseThanTheCell_CountsForLittle()
    {
        // A wide Gaussian over a narrow cell is flat but for its slope: divisor^2 / 12 over the error's square.
        new CellExpectation(10, 100).OffsetOf(8).ShouldBe(8 * 10 * 10 / 12f / (100 * 100), 1e-4);
    }

    [Fact]
    public void OffsetOf_AGuessOutsideTheCell_IsTheTruncatedGaussiansMean()
    {
        // Divisor 2, error 1, guess 1 (the edge): the mean of a Gaussian at 1 cut to [-1, 1] by the closed form.
        static double Phi(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        const double mass = 0.4772498680518208; // of a standard Gaussian over [-2, 0]
        new CellExpectation(2, 1).OffsetOf(1).ShouldBe((float)(1 + ((Phi(-2) - Phi(0)) / mass)), 2e-3);
    }
}
