namespace BirD.House.Tests;

/// <summary>Arrows run one way, between folders too: whoever reads a folder must not have to read first what stands on it.</summary>
public sealed class FolderCircleTests
{
    /// <summary>Messages that name each other; they have no behaviour, and their namespaces are part of what old silos send.</summary>
    private static readonly string[] Known = ["BirD.Contracts.Images, BirD.Contracts.Jobs, BirD.Contracts.Leases, BirD.Contracts.Shards"];

    [Theory]
    [InlineData("Restoration")]
    [InlineData("Storage")]
    [InlineData("Contracts")]
    [InlineData("Grains")]
    [InlineData("Silo")]
    [InlineData("Client")]
    public void Folders_OfAProject_DependOneWay(string project)
    {
        var arrows = FolderArrows.Read(Path.Combine(Sources.Root, "src", project));

        arrows.Edges.ShouldNotBeEmpty();
        arrows.Knots().Where(knot => !Known.Contains(string.Join(", ", knot))).Select(arrows.Describe).ShouldBeEmpty();
    }

    [Fact]
    public void Folders_OfACircle_AreFoundWithTheNamesThatTieThem()
    {
        var arrows = FolderArrows.Of(
        [
            ("A.cs", "namespace P.A; class Upper { }"),
            ("B.cs", "using P.A; namespace P.B; class Middle { Upper up; }"),
            ("C.cs", "using P.B; namespace P.A; class Lower { int Middle => 1; Middle down; }"),
            ("D.cs", "using P.A; namespace P.D; class Leaf { /* Upper */ string s = \"Upper\"; int Upper; }"),
        ]);

        var knot = arrows.Knots().ShouldHaveSingleItem();
        knot.ShouldBe(["P.A", "P.B"]);
        arrows.Describe(knot).ShouldBe("P.A, P.B: C.cs names Middle of P.B; B.cs names Upper of P.A");
    }
}
