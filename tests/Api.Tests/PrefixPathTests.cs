using BirD.Silo.Api.Prefixes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace BirD.Api.Tests;

public sealed class PrefixPathTests
{
    private const string Root = "/srv/root";

    /// <summary>Whatever is accepted stays below its root and is read the same by everybody.</summary>
    [Property(MaxTest = 2000)]
    public Property Parse_WhateverIsAccepted_StaysBelowItsRoot() => Prop.ForAll(Hostile(), text =>
    {
        if (TryParse(text) is not { } path)
        {
            return true;
        }

        var full = Path.GetFullPath(Path.Combine(Root, path.Folder));
        return (full + "/").StartsWith(Root + "/", StringComparison.Ordinal)
            && full == (path.Folder.Length == 0 ? Root : $"{Root}/{path.Folder}")
            && path.Root is not ("" or "." or "..")
            && !text.Contains('\\', StringComparison.Ordinal);
    });

    [Property(MaxTest = 500)]
    public Property Parse_WhatItPrints_IsTheSame() => Prop.ForAll(Hostile(), text =>
        TryParse(text) is not { } path || PrefixPath.Parse(path.ToString()) == path);

    [Property(MaxTest = 500)]
    public Property Parse_AnythingThatClimbs_IsRefused() => Prop.ForAll(Hostile(), Hostile(), (before, after) =>
        TryParse($"{before}/../{after}") is null && TryParse($"{before}/..") is null && TryParse($"../{after}") is null);

    [Theory]
    [InlineData("scans", "scans", "")]
    [InlineData("scans/", "scans", "")]
    [InlineData("scans/1950/Album 3/ä", "scans", "1950/Album 3/ä")]
    [InlineData("scans/100 %/😀", "scans", "100 %/😀")]
    public void Parse_OrdinaryNames_AreAccepted(string text, string root, string folder) =>
        PrefixPath.Parse(text).ShouldBe(new PrefixPath(root, folder));

    private static PrefixPath? TryParse(string text)
    {
        try
        {
            return PrefixPath.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Strings of what path tricks are made of, more often than plain letters.</summary>
    private static Arbitrary<string> Hostile()
    {
        var parts = Gen.Elements("a", "b c", ".", "..", "/", "//", "\\", "\\\\", ":", "C:", "\0", "\n", "%2e%2e", "~", " ", "ä", "\ud800", "😀", ".bird", "…", "．．", "*");
        return Gen.ArrayOf(parts).Select(string.Concat).ToArbitrary();
    }
}
