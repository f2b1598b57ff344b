using System.Text;
using BirD.Client.Tests.Support;

[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")] // Signals and file modes are tested as Unix has them.

namespace BirD.Client.Tests.Restore;

/// <summary>Bad input costs one picture or one clear sentence, never the run.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly Scratch scratch = new();

    public RefusalTests() => TestPicture.Write(scratch.File("in", "good.png"), 48, 40, 0, seed: 1);

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("Not found", "restore", "{missing}", "-o", "{out}")]
    [InlineData("unknown option", "restore", "{in}", "-o", "{out}", "--bogus")]
    [InlineData("required", "restore", "{in}")]
    [InlineData("is a file", "restore", "{in}", "-o", "{good}")]
    [InlineData("also an input", "restore", "{in}", "-o", "{in}")]
    [InlineData("output is empty", "restore", "{in}", "-o", "")]
    [InlineData("with a point", "restore", "{in}", "-o", "{out}", "--noise", "2,5")]
    [InlineData("with a point", "restore", "{in}", "-o", "{out}", "--fidelity", "0,75")]
    [InlineData("originals", "restore", "{good}", "-o", "{in}")]
    [InlineData("not an ONNX model", "restore", "{in}", "-o", "{out}", "--prior", "{good}")]
    [InlineData("no prior 'nobody'", "restore", "{in}", "-o", "{out}", "--prior", "nobody")]
    [InlineData("steps", "restore", "{in}", "-o", "{out}", "--steps", "0")]
    [InlineData("kernel", "restore", "{in}", "-o", "{out}", "--kernel-size", "8")]
    [InlineData("device", "restore", "{in}", "-o", "{out}", "--device", "abacus")]
    [InlineData("job id", "restore", "{in}", "-o", "{out}", "--job", "../up")]
    public async Task WrongUsage_ExitsTwoWithTheReasonAndNoResult(string reason, params string[] arguments)
    {
        var run = (await BirdProcess.RunAsync([.. arguments.Select(Fill)])).ShouldExit(2);

        run.Errors.ShouldContain(reason, Case.Insensitive);
        File.Exists(scratch["out", "good.png"]).ShouldBeFalse();
    }

    [Fact]
    public async Task BrokenPictures_FailAloneWithReasons()
    {
        TestPicture.Write(scratch.File("in", "whole.jpg"), 64, 64, 10, seed: 2);
        var jpeg = File.ReadAllBytes(scratch["in", "whole.jpg"]);
        File.WriteAllBytes(scratch["in", "cut.jpg"], jpeg[..(jpeg.Length / 2)]);
        File.WriteAllBytes(scratch["in", "empty.png"], []);
        File.WriteAllText(scratch["in", "letter.png"], "Dear archive,");
        File.WriteAllBytes(scratch["in", "bomb.png"], BombPng());
        File.WriteAllBytes(scratch["in", "locked.png"], File.ReadAllBytes(scratch["in", "good.png"]));
        File.SetUnixFileMode(scratch["in", "locked.png"], UnixFileMode.None);

        var run = (await BirdProcess.RunAsync("restore", scratch["in"], "-o", scratch["out"], "--steps", "2", "--json")).ShouldExit(1);

        // Root reads everything, whatever the mode says.
        var locked = Environment.IsPrivilegedProcess ? 0 : 1;
        run.Summary.GetProperty("failed").GetInt32().ShouldBe(4 + locked);
        File.Exists(scratch["out", "good.png"]).ShouldBeTrue();
        File.Exists(scratch["out", "whole.jpg"]).ShouldBeTrue();
        ErrorOf(run, "cut.jpg").ShouldContain("cut short");
        ErrorOf(run, "empty.png").ShouldContain("empty");
        ErrorOf(run, "letter.png").ShouldContain("text");
        ErrorOf(run, "bomb.png").ShouldContain("60000");
        File.Exists(scratch["out", "cut.jpg"]).ShouldBeFalse();
    }

    [Fact]
    public async Task UnwritableOutput_IsSaidAtOnce()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root writes everywhere.");
        Directory.CreateDirectory(scratch["sealed"]);
        File.SetUnixFileMode(scratch["sealed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = (await BirdProcess.RunAsync("restore", scratch["in"], "-o", scratch["sealed", "out"])).ShouldExit(1);

        run.Errors.ShouldContain("sealed");
    }

    private string Fill(string argument) => argument
        .Replace("{missing}", scratch["missing"], StringComparison.Ordinal)
        .Replace("{in}", scratch["in"], StringComparison.Ordinal)
        .Replace("{out}", scratch["out"], StringComparison.Ordinal)
        .Replace("{good}", scratch["in", "good.png"], StringComparison.Ordinal);

    private static string ErrorOf(BirdResult run, string name) => run.Lines
        .Single(line => line.TryGetProperty("input", out var input) && input.GetString()!.EndsWith(name, StringComparison.Ordinal))
        .GetProperty("error").GetString()!;

    /// <summary>A header that claims 60000 x 60000 pixels, and hardly anything behind it.</summary>
    private static byte[] BombPng() =>
    [
        0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10,
        .. Chunk("IHDR", 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 2, 0, 0, 0),
        .. Chunk("IDAT", 0x78, 0x9C),
        .. Chunk("IEND"),
    ];

    private static byte[] Chunk(string name, params byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        var crc = System.IO.Hashing.Crc32.Hash(named);
        Array.Reverse(crc);
        return [0, 0, 0, (byte)data.Length, .. named, .. crc];
    }
}
