using BirD.Client.Restore;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>Results and sidecars are whole without the state beside them: damage there costs a sentence, not the output.</summary>
[Collection("runs")]
public sealed class DamagedStateTests
{
    [Fact]
    public async Task DamagedRecordsShardsAndManifests_ArePutAside_AndTheRunGoesOn()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", TempTree.Picture(1));
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.Done);
        var results = tree.Look("out");

        foreach (var (file, damage) in (List<(string, Func<byte[], byte[]?>)>)
            [
                ("job.json", Flip), ("000000.bin", Half), ("000000.jsonl", Half), ("job.json", _ => []), ("000000.jsonl", _ => null),
            ])
        {
            Damage(Latest(tree, file), damage);
            (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.Done, file);
        }

        tree.Look("out").ShouldBe(results, ignoreOrder: true);
        Directory.GetFiles(tree.PathOf("out/.bird/damaged"), "job.json", SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    private static string Latest(TempTree tree, string file) =>
        Directory.GetFiles(tree.PathOf("out/.bird/jobs"), file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    private static void Damage(string path, Func<byte[], byte[]?> damage)
    {
        if (damage(File.ReadAllBytes(path)) is { } damaged)
        {
            File.WriteAllBytes(path, damaged);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static byte[] Flip(byte[] content) => [.. content.Select((value, n) => n == content.Length / 2 ? (byte)(value ^ 0x80) : value)];

    private static byte[] Half(byte[] content) => content[..(content.Length / 2)];
}
