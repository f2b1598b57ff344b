using BirD.Restoration.Residency;

namespace BirD.Restoration.Tests.Residency;

public sealed class ShelfTests
{
    private readonly List<int> made = [];
    private readonly List<int> gone = [];

    [Fact]
    public void Take_TheSameTwice_MakesItOnce()
    {
        using var shelf = new Shelf<int, Thing>(Make);
        using var one = shelf.Take(1);
        using var other = shelf.Take(1);

        other.Thing.ShouldBeSameAs(one.Thing);
        made.ShouldBe([1]);
    }

    [Fact]
    public void Return_KeepsTheLastFew()
    {
        using var shelf = new Shelf<int, Thing>(Make, idle: 2);
        using var held = shelf.Take(9);
        foreach (var key in (int[])[1, 2, 3])
        {
            shelf.Take(key).Dispose();
        }

        gone.ShouldBe([1], "it has lain idle the longest");
        shelf.Take(2).Dispose();
        shelf.Take(4).Dispose();
        gone.ShouldBe([1, 3], "the second was used again");
        shelf.Clear();
        gone.ShouldBe([1, 3, 2, 4], "what is in use stays");
    }

    [Fact]
    public void Take_WhatCanNotBeMade_LeavesNothingBehind()
    {
        using var shelf = new Shelf<int, Thing>(key => key < 0 ? throw new InvalidOperationException() : Make(key));
        Should.Throw<InvalidOperationException>(() => shelf.Take(-1));
        shelf.Take(1).Dispose();
        shelf.Clear();
        gone.ShouldBe([1]);
    }

    [Fact]
    public void Dispose_ALoanTwice_CountsOnce()
    {
        using var shelf = new Shelf<int, Thing>(Make, idle: 0);
        using var held = shelf.Take(1);
        var loan = shelf.Take(1);
        loan.Dispose();
        loan.Dispose();
        gone.ShouldBeEmpty();
    }

    private Thing Make(int key)
    {
        made.Add(key);
        return new Thing(() => gone.Add(key));
    }

    private sealed class Thing(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
