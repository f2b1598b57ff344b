using BirD.Storage.Inputs;

namespace BirD.Storage.Conformance;

public sealed class InputFilterTests
{
    [Theory]
    [InlineData("*.tif")]
    [InlineData("album-*/**")]
    [InlineData("album/")]
    [InlineData("Füße/*.png")]
    public void Problems_OfAPatternThatWorks_AreNone(string pattern) => InputFilter.Problems([pattern]).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/*")]
    [InlineData("../*.png")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a\\*.png")]
    [InlineData("a\n")]
    public void Problems_OfAPatternThatWouldMatchNothing_NameItAndTheForm(string pattern) =>
        InputFilter.Problems([pattern]).ShouldHaveSingleItem().ShouldContain($"'{pattern}' is no pattern");

    [Fact]
    public void Problems_OfTooMuch_SayTheLimit()
    {
        InputFilter.Problems([new string('a', InputFilter.MaxLength + 1)]).ShouldHaveSingleItem();
        InputFilter.Problems([.. Enumerable.Repeat("*.tif", InputFilter.MaxPatterns + 1)]).ShouldHaveSingleItem().ShouldContain("100");
    }

    [Fact]
    public void Takes_WhatIsIncludedAndNotExcluded()
    {
        var filter = new InputFilter(["*.tif", "album/**"], ["negatives/**"]);
        filter.Takes("a/B.TIF").ShouldBeTrue();
        filter.Takes("album/x/1.png").ShouldBeTrue();
        filter.Takes("1.png").ShouldBeFalse();
        filter.Takes("negatives/1.tif").ShouldBeFalse();
        InputFilter.Everything.Takes("1.png").ShouldBeTrue();
    }
}
