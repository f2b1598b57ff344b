using BirD.Client.Restore;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>What goes with a picture: its time, and the files that photo managers keep beside it.</summary>
[Collection("runs")]
public sealed class CompanyTests
{
    [Fact]
    public async Task TimesAndXmpFiles_GoWithTheResult_AndWhatLiesThereStays()
    {
        using var tree = new TempTree();
        var (taken, edited) = (new DateTime(1997, 5, 4, 3, 2, 1, DateTimeKind.Utc), "<edited/>"u8.ToArray());
        File.SetLastWriteTimeUtc(tree.Write("in/a.png", TempTree.Picture(1)), taken);
        tree.Write("in/a.png.xmp", "<rating/>"u8.ToArray());
        tree.Write("in/a.xmp", "<faces/>"u8.ToArray());
        tree.Write("out/a.xmp", edited);

        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.Done);

        File.GetLastWriteTimeUtc(tree.PathOf("out/a.png")).ShouldBe(taken);
        File.ReadAllText(tree.PathOf("out/a.png.xmp")).ShouldBe("<rating/>");
        File.ReadAllBytes(tree.PathOf("out/a.xmp")).ShouldBe(edited);
        (await BirdProcess.RunAsync("verify", tree.PathOf("out"))).ShouldExit(ExitCodes.Done);
    }
}
