using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>A picture of which half is missing is given back as it was, and nobody is told that all is well.</summary>
public sealed class DamagedTests
{
    [Fact]
    public async Task Restore_HalfAJpeg_IsAnOutcomeOfItsOwn_AtEveryRun()
    {
        using var files = new Scratch();
        TestPicture.Write(files.File("in", "half.jpg"), 160, 120, 10, 1);
        TestPicture.Write(files.File("in", "whole.png"), 64, 48, 20, 2);
        var whole = await File.ReadAllBytesAsync(files["in", "half.jpg"]);
        byte[] half = [.. whole[..(whole.Length * 2 / 3)], 0xFF, 0xD9];
        await File.WriteAllBytesAsync(files["in", "half.jpg"], half);

        for (var run = 0; run < 2; run++)
        {
            var end = (await BirdProcess.RunAsync("restore", files["in"], "-o", files["out"], "--task", "denoise", "--steps", "2", "--json")).ShouldExit(1);
            var line = end.Lines.Single(line => line.TryGetProperty("input", out var input) && input.GetString()!.EndsWith("half.jpg", StringComparison.Ordinal));
            line.GetProperty("outcome").GetString().ShouldBe("damaged");
            line.GetProperty("error").GetString()!.ShouldContain("Copy it again");
            end.Summary.GetProperty("damaged").GetInt32().ShouldBe(1);
            end.Summary.GetProperty("failed").GetInt32().ShouldBe(1);
            end.Errors.ShouldContain("1 failed, 1 of them damaged,");
            (await File.ReadAllBytesAsync(files["out", "half.jpg"])).ShouldBe(half);
            (await File.ReadAllTextAsync(files["out", "half.jpg.bird.json"])).ShouldContain("\"outcome\": \"damaged\"");
        }

        (await File.ReadAllTextAsync(files["out", "report.json"])).ShouldContain("\"damaged\"");
    }
}
