using System.IO.Compression;
using System.Text;

namespace BirD.Client.Tests.PriorTools;

/// <summary>Files that are no whole checkpoint, or more than one: a sentence, exit code 2, and nothing written or run.</summary>
public sealed class ImportRefusalTests : IDisposable
{
    private readonly PriorCase priors = new();

    public void Dispose() => priors.Dispose();

    [Fact]
    public async Task Import_NoCheckpoint_SaysSo()
    {
        var file = priors.File("letter.pt");
        await File.WriteAllTextAsync(file, "Dear Sir or Madam");

        (await Refusal(file)).ShouldContain("is not a checkpoint");
    }

    [Fact]
    public async Task Import_NoFile_SaysSo() => (await Refusal(priors["absent.pt"])).ShouldContain("There is no model file");

    [Fact]
    public async Task Import_Truncated_SaysSo()
    {
        var file = priors.File("cut.pt");
        var bytes = await File.ReadAllBytesAsync(PriorCase.Checkpoint);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)]);

        (await Refusal(file)).ShouldContain("truncated or damaged");
    }

    [Fact]
    public async Task Import_APickleThatWantsToRunCode_IsRefusedByNameAndRunsNothing()
    {
        var (file, trace) = (priors.File("hostile.pt"), priors["pwned"]);
        byte[] command = Encoding.UTF8.GetBytes($"touch '{trace}'");
        using (var archive = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            await using var pickle = await archive.CreateEntry("archive/data.pkl").OpenAsync();
            // PROTO 2, GLOBAL posix.system, BINUNICODE command, TUPLE1, REDUCE, STOP: what pickle.loads would run.
            await pickle.WriteAsync((byte[])[0x80, 2, (byte)'c', .. "posix\nsystem\n"u8, (byte)'X', .. BitConverter.GetBytes(command.Length), .. command, 0x85, (byte)'R', (byte)'.']);
        }

        (await Refusal(file)).ShouldContain("'posix.system'");
        File.Exists(trace).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_AnotherHash_IsRefused() =>
        (await Refusal(PriorCase.Checkpoint, "--head-channels", "16", "--sha256", new string('a', 64))).ShouldContain("instead of aaaa");

    private async Task<string> Refusal(string file, params string[] options)
    {
        var output = priors["out", "a.onnx"];
        var result = (await priors.RunAsync(["prior", "import", file, "-o", output, .. options])).ShouldExit(2);
        Directory.Exists(Path.GetDirectoryName(output)).ShouldBeFalse();
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldNotContain("   at ");
        return result.Errors;
    }
}
