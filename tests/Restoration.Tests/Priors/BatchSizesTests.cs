using BirD.Restoration.Priors;

namespace BirD.Restoration.Tests.Priors;

public sealed class BatchSizesTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    [InlineData(3, 3, 4)]
    [InlineData(4, 4, 4)]
    [InlineData(8, 4, 4)]
    [InlineData(9, 9, 16)]
    [InlineData(17, 16, 16)]
    [InlineData(33, 33, 64)]
    [InlineData(100, 64, 64)]
    public void Take_OfSoMany_FillsMoreThanHalfOfASize(int count, int taken, int padded)
    {
        BatchSizes.Take(count).ShouldBe(taken);
        BatchSizes.Padded(taken).ShouldBe(padded);
    }

    [Fact]
    public void Take_OfAnyNumber_IsEvaluatedInFewShapesAndWithLittleWaste()
    {
        for (var count = 1; count <= 200; count++)
        {
            var (taken, padded) = (BatchSizes.Take(count), BatchSizes.Padded(BatchSizes.Take(count)));
            taken.ShouldBeInRange(1, count);
            BatchSizes.All.ShouldContain(padded);
            (2 * taken).ShouldBeGreaterThan(padded);
        }
    }
}
