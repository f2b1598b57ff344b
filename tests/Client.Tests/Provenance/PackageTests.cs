using System.Text.RegularExpressions;
using System.Xml.Linq;
using BirD.Client.Provenance;
using BirD.Client.Restore;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Provenance;

/// <summary>A run leaves a package behind, and the package notices what is done to it.</summary>
[Collection("runs")]
public sealed class PackageTests : IAsyncLifetime
{
    private const string Odd = "<b>&'quoted' =1+1.png";

    private readonly TempTree tree = new();

    public async ValueTask InitializeAsync()
    {
        tree.Write("in/clean.png", TempTree.Picture(1));
        tree.Write($"in/{Odd}", TempTree.NoisyPicture());
        tree.Write("in/100%/=sum.png", TempTree.Picture(2));
        tree.Write("in/<script>.png", "no picture"u8.ToArray());
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.SomeFailed);
    }

    public ValueTask DisposeAsync()
    {
        tree.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FreshPackage_Verifies_AndListsEveryFile()
    {
        (await VerifyAsync()).ShouldBe((ExitCodes.Done, ""));
        Manifest.Read(Out).Keys.Order(StringComparer.Ordinal).ShouldBe(PackageFiles.Walk(Out).Select(path => PackageFiles.Key(Out, path)).Order(StringComparer.Ordinal));
        Manifest.Read(Out).Count.ShouldBe(6);
        File.ReadAllText(Path.Combine(Out, "manifest-sha256.txt")).ShouldContain("  100%25/=sum.png\n");
    }

    [Fact]
    public async Task Verify_NoticesWhatWasChangedLostAddedAndReplaced()
    {
        File.AppendAllText(Path.Combine(Out, "clean.png"), "x");
        File.Delete(Path.Combine(Out, Odd));
        File.WriteAllText(Path.Combine(Out, "stranger.png"), "x");
        File.AppendAllText(tree.PathOf("in/100%/=sum.png"), "x");
        var (code, lines) = await VerifyAsync();
        code.ShouldBe(ExitCodes.SomeFailed);
        Kinds(lines).ShouldBe(["changed", "missing", "original-changed", "unlisted"]);

        // Making the report anew must not launder an altered result.
        ProvenancePackage.Write(Out, null, [], TimeProvider.System);
        Kinds((await VerifyAsync()).Lines).ShouldContain("changed");
    }

    [Fact]
    public void Premis_IsXmlWithAnEventForEveryPicture()
    {
        XNamespace premis = "http://www.loc.gov/premis/v3";
        var root = XDocument.Load(Path.Combine(Out, "premis.xml")).Root!;
        root.Elements(premis + "object").Count().ShouldBe(7);
        root.Elements(premis + "event").Select(e => (e.Element(premis + "eventType")!.Value, e.Descendants(premis + "eventOutcome").Single().Value)).Order()
            .ShouldBe([("modification", "success"), ("replication", "success"), ("replication", "success"), ("validation", "failure")]);
        root.Descendants(premis + "agentName").Single().Value.ShouldStartWith("BirD.Cluster");
        root.Descendants(premis + "messageDigest").Select(e => e.Value.Length).ShouldAllBe(length => length == 64);
    }

    [Fact]
    public void Html_ShowsPicturesKernelsAndFailures_AndEscapesNames()
    {
        var page = File.ReadAllText(Path.Combine(Out, "report.html"));
        page.ShouldContain("1 restored, 2 unchanged");
        page.ShouldContain("&lt;script&gt;.png");
        page.ShouldContain("&lt;b&gt;&amp;&#39;quoted&#39; =1+1.png");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("<b>");
        Regex.Count(page, "src=\"data:image/jpeg;base64,").ShouldBe(2);
        Regex.Matches(page, "(src|href)=\"(?!data:)").ShouldBeEmpty();
    }

    [Fact]
    public void Csv_GivesSpreadsheetsNoFormula()
    {
        var lines = File.ReadAllLines(Path.Combine(Out, "report.csv"));
        lines.Length.ShouldBe(5);
        lines[0].ShouldStartWith("output,input,outcome,reason");
        lines.ShouldAllBe(line => !line.StartsWith('='));
    }

    [Fact]
    public async Task SecondRun_WritesNothing_AndFailuresGoWhenTheyAreMended()
    {
        var before = tree.Look("out");
        await RestoreRun.ExecuteAsync(Requests.Restore(tree), default);
        tree.Look("out").ShouldBe(before, ignoreOrder: true);

        tree.Write("in/<script>.png", TempTree.Picture(4));
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.Done);
        Report.Load(Out).Entries.ShouldAllBe(entry => !entry.IsFailed);
        (await VerifyAsync()).Code.ShouldBe(ExitCodes.Done);
    }

    private string Out => tree.PathOf("out");

    private static IEnumerable<string> Kinds(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Regex.Match(line, "\"kind\":\"([^\"]*)\"").Groups[1].Value).Where(kind => kind.Length > 0).Order();

    private async Task<(int Code, string Lines)> VerifyAsync()
    {
        var console = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            var code = await Verification.ExecuteAsync(Out, json: true, default);
            return (code, string.Join('\n', written.ToString().Split('\n').Where(line => line.Contains("\"finding\"", StringComparison.Ordinal))));
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
