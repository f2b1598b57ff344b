using System.Text;
using BirD.Client.Provenance;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Provenance;

/// <summary>Folders that come from elsewhere: whatever lies in them, a command ends with a sentence.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    private const string Whole = """
        {"schema":1,"input":{"root":"/","path":"dev/zero","sha256":"00","bytes":1},"output":{"path":"a.png","sha256":"00","bytes":1},"outcome":"restored","reason":null,
        "task":"denoise","profile":"robust","guidance":"adaptive","seed":0,"steps":2,"width":1,"height":1,"bitDepth":8,"noiseSigma":null,"residual":null,
        "prior":{"name":"p","sha256":"00","version":"1"},"software":"bird","settingsHash":"00","kernel":KERNEL,"guidanceScale":[],"loss":[],
        "elapsedSeconds":1,"finished":"2026-01-01T00:00:00Z","device":"cpu","job":"j","run":1,"epoch":1,"attempts":1}
        """;

    private readonly TempTree tree = new();

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"output":{"path":"a.png"},"input":null}""")]
    public void Report_OverASidecarThatLacksFields_DoesWithoutIt(string sidecar)
    {
        tree.Write("out/a.png.bird.json", Encoding.UTF8.GetBytes(sidecar));
        Report.Create(tree.PathOf("out"), null, [], DateTimeOffset.UnixEpoch).Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null", 1)]
    [InlineData("""{"size":1,"channels":[[1]]}""", 1)]
    [InlineData("""{"size":99999999,"channels":[[1]]}""", 0)]
    [InlineData("""{"size":3,"channels":[]}""", 0)]
    [InlineData("""{"size":3,"channels":[null]}""", 0)]
    public void Report_OverAKernelThatIsNone_DoesWithoutIt(string kernel, int entries)
    {
        tree.Write("out/a.png.bird.json", Encoding.UTF8.GetBytes(Whole.Replace("KERNEL", kernel, StringComparison.Ordinal)));
        Report.Create(tree.PathOf("out"), null, [], DateTimeOffset.UnixEpoch).Entries.Count.ShouldBe(entries);
    }

    [Theory]
    [InlineData("""{"schema":1}""")]
    [InlineData("""{"schema":1,"entries":[null]}""")]
    [InlineData("""{"schema":1,"entries":[{}]}""")]
    public void Load_OfAReportThatLacksFields_IsEmpty(string report)
    {
        tree.Write("out/report.json", Encoding.UTF8.GetBytes(report));
        Report.Load(tree.PathOf("out")).Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_PathsThatLeadOutOfTheFolder_AreFindingsAndAreNotRead()
    {
        var hash = new string('0', 64);
        Directory.CreateDirectory(tree.PathOf("out"));
        File.CreateSymbolicLink(tree.PathOf("out/zero"), "/dev/zero");
        tree.Write("out/manifest-sha256.txt", Encoding.UTF8.GetBytes($"{hash}  ../secret\n{hash}  /dev/zero\n{hash}  zero\n"));

        var run = (await BirdProcess.RunAsync("verify", tree.PathOf("out"))).ShouldExit(ExitCodes.SomeFailed);

        run.Output.Split('\n').Count(line => line.StartsWith("outside: ", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task Inspect_DevicesAndHugeKernels_AreSaidNotReadForEver()
    {
        tree.Write("out/a.png", [1]);
        tree.Write("out/a.png.bird.json", Encoding.UTF8.GetBytes(Whole.Replace("KERNEL", """{"size":99999999,"channels":[[1]]}""", StringComparison.Ordinal)));
        var run = (await BirdProcess.RunAsync("inspect", tree.PathOf("out/a.png"))).ShouldExit(ExitCodes.SomeFailed);
        run.Output.ShouldContain("input      missing");
        run.Output.ShouldContain("damaged");
    }
}
