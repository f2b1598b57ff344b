using System.Diagnostics;
using System.Runtime.Versioning;

namespace BirD.House.Tests;

/// <summary>The ./test script with a stand-in for dotnet: what it makes of results, not how they come about.</summary>
[UnsupportedOSPlatform("windows")] // The script is bash, and its stand-ins need a mode to be run.
public sealed class TestScriptTests : IDisposable
{
    private const string Stub = """
        #!/usr/bin/env bash
        [[ $1 == run ]] || exit 0
        for ((n = 1; n <= $#; n++)); do
            [[ ${!n} == -result-xml ]] && { n=$((n + 1)); results=${!n}; }
            [[ ${!n} == -class ]] && { n=$((n + 1)); class=${!n}; }
        done
        if [[ -n ${class:-} ]]; then echo "$class" >>asked; else class=A.Tests; fi
        [[ -e again || ! -e asked ]] && ended=Fail failed=1 || ended=Pass failed=0
        echo "<assemblies><assembly name=\"A\" total=\"3\" passed=\"$((3 - failed))\" failed=\"$failed\" skipped=\"0\" errors=\"0\">
        <test name=\"A.Tests.One(text: &quot;a &gt; b&quot;)\" type=\"A.Tests\" method=\"One\" time=\"0.1\" result=\"$ended\"><failure><message>why it failed</message></failure></test>
        <test name=\"A.Tests.Two\" type=\"A.Tests\" method=\"Two\" time=\"0.1\" result=\"Pass\" /></assembly></assemblies>" >"$results"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("bird-test-").FullName;

    public TestScriptTests()
    {
        File.Copy(Path.Combine(Sources.Root, "test"), Path.Combine(folder, "test"));
        Write("eng/test-tools.sh", "#!/usr/bin/env bash\n");
        Write("bin/dotnet", Stub);
        Write("bin/exiftool", "#!/usr/bin/env bash\n");
        Write("tests/A/A.csproj", "");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Test_WhoseClassPassesAlone_IsToldAsFlakyAndCountsAsPassed()
    {
        var (output, code) = await RunAsync();

        output.ShouldContain("flaky:\n  A.Tests: 1 failed, then all 3 passed alone");
        output.ShouldContain("why it failed");
        output.TrimEnd().ShouldEndWith("\n3 passed, 0 failed");
        code.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(folder, "asked"), TestContext.Current.CancellationToken)).ShouldBe("A.Tests\n");
    }

    [Fact]
    public async Task Test_WhoseClassFailsAlone_HasFailed()
    {
        Write("again", "");

        var (output, code) = await RunAsync();

        output.ShouldNotContain("flaky:");
        output.ShouldContain("A.Tests failed again when run alone.");
        output.TrimEnd().ShouldEndWith("\n2 passed, 1 failed");
        code.ShouldBe(1);
    }

    private async Task<(string Output, int Code)> RunAsync()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(folder, "test")]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = Path.Combine(folder, "bin") + ":" + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (output, process.ExitCode);
    }

    private void Write(string name, string content)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
