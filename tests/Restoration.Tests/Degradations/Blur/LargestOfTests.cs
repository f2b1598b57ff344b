using BirD.Restoration.Degradations.Blur.Estimation;

namespace BirD.Restoration.Tests.Degradations.Blur;

/// <summary>Counting against sorting.</summary>
public sealed class LargestOfTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(400)]
    [InlineData(5000)]
    public void Find_AnyRank_IsWhatSortingFinds(int rank)
    {
        var random = new Random(5);
        var groups = new byte[2000];
        random.NextBytes(groups);
        var values = groups.Select(_ => random.Next(3) == 0 ? 0 : (float)Math.Pow(random.NextDouble(), 6)).ToArray();
        for (byte group = 0; group < 4; group++)
        {
            var own = values.Where((_, n) => groups[n] % 4 == group).OrderDescending().ToList();
            LargestOf.Find(values, [.. groups.Select(g => (byte)(g % 4))], group, rank).ShouldBe(own[Math.Min(rank, own.Count) - 1]);
        }
    }

    [Fact]
    public void Find_EmptyGroup_IsZero() => LargestOf.Find([1, 2], [0, 0], 1, 3).ShouldBe(0);
}
