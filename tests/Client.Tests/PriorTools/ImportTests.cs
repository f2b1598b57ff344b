using System.Security.Cryptography;

namespace BirD.Client.Tests.PriorTools;

/// <summary>From a checkpoint to restored pictures, and no further where that must not be.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly PriorCase priors = new();

    public void Dispose() => priors.Dispose();

    [Fact]
    public async Task Import_WithoutOutput_InstallsByName()
    {
        var line = (await priors.ImportAsync("--name", "small", "--licence", "CC0-1.0", "--precision", "fp16-storage", "--json")).ShouldExit(0).Lines.ShouldHaveSingleItem();

        (line.GetProperty("prior").GetString(), line.GetProperty("tensors").GetInt32(), line.GetProperty("parameters").GetInt64()).ShouldBe(("small", 198, 985478));
        line.GetProperty("sourceSha256").GetString().ShouldBe(Hash(PriorCase.Checkpoint));
        var file = line.GetProperty("files").EnumerateArray().ShouldHaveSingleItem().GetString()!;
        file.ShouldStartWith(priors.InstallFolder);

        var listed = (await priors.RunAsync("prior", "list", "--json")).ShouldExit(0).Lines.Single(l => l.GetProperty("name").GetString() == "small");
        (listed.GetProperty("origin").GetString(), listed.GetProperty("licence").GetString()).ShouldBe(("installed", "CC0-1.0"));
        (await priors.RunAsync("prior", "info", "small")).ShouldExit(0).Output.ShouldContain("guided-diffusion: 32 channels");

        var prior = (await priors.RestoreAsync("small", 40, 30)).GetProperty("prior");
        (prior.GetProperty("name").GetString(), prior.GetProperty("sha256").GetString()).ShouldBe(("small", Hash(file)));
    }

    [Theory]
    [InlineData(40, 30)] // smaller than the prior's only size
    [InlineData(64, 64)]
    [InlineData(101, 70)] // larger, no multiple
    public async Task Restore_WithAFileOfFixedSize_TilesAnyPicture(int width, int height)
    {
        var file = priors["models", "fixed.onnx"];
        (await priors.ImportAsync("-o", file, "--name", "fixed", "--native-size", "64", "--tile-overlap", "16")).ShouldExit(0);

        var sidecar = await priors.RestoreAsync(file, width, height);

        (sidecar.GetProperty("width").GetInt32(), sidecar.GetProperty("height").GetInt32()).ShouldBe((width, height));
        sidecar.GetProperty("outcome").GetString().ShouldBeOneOf("restored", "unchanged");
        sidecar.GetProperty("prior").GetProperty("sha256").GetString().ShouldBe(Hash(file));
    }

    [Fact]
    public async Task Import_WhereSomethingIs_AsksForForce()
    {
        var file = priors.File("models", "a.onnx");
        await File.WriteAllTextAsync(file, "mine");

        (await priors.ImportAsync("-o", file)).ShouldExit(2).Errors.ShouldContain("--force");
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");

        (await priors.ImportAsync("-o", file, "--force")).ShouldExit(0);
        new FileInfo(file).Length.ShouldBeGreaterThan(3_000_000);
    }

    [Theory]
    [InlineData("model.bin", "must end in .onnx")]
    [InlineData("plain.txt/model.onnx", "cannot be written")]
    public async Task Import_ToAnImpossiblePlace_SaysWhy(string output, string why)
    {
        await File.WriteAllTextAsync(priors.File("plain.txt"), "");

        var result = await priors.ImportAsync("-o", priors[output.Split('/')]);

        result.ExitCode.ShouldBeOneOf(1, 2);
        result.Errors.ShouldContain(why);
        result.Errors.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("bird-leaves", "bundled prior")]
    [InlineData("../elsewhere", "no name for a prior")]
    public async Task Import_UnderAnUnusableName_SaysWhy(string name, string why)
    {
        (await priors.ImportAsync("--name", name)).ShouldExit(2).Errors.ShouldContain(why);

        Directory.Exists(priors.InstallFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task Import_WhatCannotBeInferred_AsksForIt() =>
        (await priors.RunAsync("prior", "import", PriorCase.Checkpoint)).ShouldExit(2).Errors.ShouldContain("--head-channels");

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
