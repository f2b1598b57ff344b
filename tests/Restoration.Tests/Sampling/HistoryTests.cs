using BirD.Restoration.Sampling;

namespace BirD.Restoration.Tests.Sampling;

public sealed class HistoryTests
{
    [Fact]
    public void Thin_OfMoreThanWanted_PicksEvenlyAndTakesTheLatest()
    {
        History history = [.. Enumerable.Range(0, 1000).Select(n => (double)n)];

        history.Thin(4).ShouldBe([249f, 499f, 749f, 999f]);
        history.Thin(2000).Length.ShouldBe(1000);
        new History().Thin(4).ShouldBeEmpty();
    }

    [Fact]
    public void Truncate_ToMoreThanThereIs_ChangesNothing()
    {
        History history = [1, 2, 3];

        history.Truncate(5);
        history.ShouldBe([1.0, 2, 3]);
        history.Truncate(1);
        history.ShouldBe([1.0]);
    }

    [Fact]
    public async Task Thin_WhileTheListGrowsAndShrinks_NeverFails()
    {
        History history = [];
        using var written = new CancellationTokenSource();
        var looks = Task.Run(
            () =>
            {
                while (!written.IsCancellationRequested)
                {
                    history.Thin(16).Length.ShouldBeLessThanOrEqualTo(16);
                }
            },
            TestContext.Current.CancellationToken);

        for (var n = 0; n < 200_000; n++)
        {
            history.Add(n);
            history.Truncate(n % 50);
        }

        await written.CancelAsync();
        await looks;
    }
}
