using System.Diagnostics;

namespace BirD.Deploy.Tests.Charts;

/// <summary>What the image gets: there is no container engine here, so what it copies is looked at and run.</summary>
public sealed class ImageTests
{
    private static string Dockerfile => File.ReadAllText(Path.Combine(Tool.Root, "Dockerfile"));

    [Fact]
    public async Task PublishedFolder_HoldsAWorkingProgramAndItsPriors()
    {
        var folder = Directory.CreateTempSubdirectory("bird-publish-").FullName;
        try
        {
            var (output, code) = await RunAsync(
                "dotnet", "publish", Path.Combine(Tool.Root, "src", "Client"), "-c", "Release", "--no-build", "-nodeReuse:false", "-o", folder, "--nologo", "-v", "quiet");
            code.ShouldBe(0, output);
            var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).ToList();
            files.ShouldContain(Path.Combine("priors", "bird-leaves", "bird-leaves.onnx"));
            files.ShouldContain("libonnxruntime.so");
            files.ShouldContain(file => file.StartsWith("libvips", StringComparison.Ordinal));
            var (help, started) = await RunAsync(Path.Combine(folder, "bird"), "silo", "--help");
            started.ShouldBe(0, help);
            help.ShouldContain("BIRD_METRICS");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Images_RunAsTheUserOfTheChart_AndBuildTheirOwnFlavour()
    {
        var user = File.ReadAllText(Path.Combine(Chart.Folder, "templates", "_helpers.tpl"));
        user.ShouldContain("runAsUser: 1654");
        Dockerfile.Split("USER 1654:1654").Length.ShouldBe(3);
        Dockerfile.ShouldContain("-p:OrtFlavor=gpu");
        File.ReadAllText(Path.Combine(Tool.Root, "eng", "Host.targets")).ShouldContain("'$(OrtFlavor)' == 'gpu'");
    }

    /// <summary>What the build copies must be there, and be let through by .dockerignore.</summary>
    [Fact]
    public void Build_CopiesWhatIsThere()
    {
        var ignored = File.ReadAllLines(Path.Combine(Tool.Root, ".dockerignore"));
        var copied = Dockerfile.Split('\n').Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).ToList();
        copied.ShouldNotBeEmpty();
        foreach (var path in copied)
        {
            Path.Exists(Path.Combine(Tool.Root, path)).ShouldBeTrue(path);
            ignored.ShouldContain($"!{path}");
        }
    }

    internal static async Task<(string Output, int Code)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (await output + await errors, process.ExitCode);
    }
}
