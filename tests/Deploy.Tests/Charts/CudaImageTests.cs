using System.Text.RegularExpressions;
using System.Xml.Linq;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Deploy.Tests.Charts;

/// <summary>Whether the CUDA image holds what ONNX Runtime's CUDA provider is linked against: with another major version it can't be loaded.</summary>
public sealed partial class CudaImageTests
{
    /// <summary>Major versions of libraries that an image of each CUDA major version has.</summary>
    private static readonly Dictionary<int, Dictionary<string, int>> Majors = new()
    {
        [12] = new() { ["cudart"] = 12, ["cublas"] = 12, ["cublasLt"] = 12, ["curand"] = 10 },
        [13] = new() { ["cudart"] = 13, ["cublas"] = 13, ["cublasLt"] = 13, ["curand"] = 10 },
    };

    [GeneratedRegex(@"ARG CUDA_IMAGE=nvidia/cuda:(?<major>\d+)\.[\d.]+-cudnn-runtime-")]
    private static partial Regex Image { get; }

    [GeneratedRegex(@"^lib(?<name>cuda|cudart|cublas|cublasLt|curand|cudnn)\.so\.(?<major>\d+)$")]
    private static partial Regex Library { get; }

    [Fact]
    public void Image_HasTheLibrariesThatTheDoctorLooksFor() => CudaLibraries.All.ToList().ForEach(library => ShouldBeInTheImage(library.File));

    /// <summary>Where somebody has built the GPU flavour its package lies in the cache; here nobody fetches 245 MB for it.</summary>
    [Fact]
    public void Provider_NeedsWhatTheImageHas()
    {
        var version = XDocument.Load(Path.Combine(Tool.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(package => (string?)package.Attribute("Include") == "Microsoft.ML.OnnxRuntime.Gpu.Linux").Attribute("Version")!.Value;
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var provider = Path.Combine(
            cache, "microsoft.ml.onnxruntime.gpu.linux", version, "runtimes", "linux-x64", "native", "libonnxruntime_providers_cuda.so");
        Assert.SkipUnless(File.Exists(provider), "The GPU package is not in the package cache: BIRD_ORT=gpu ./bird doctor fetches it (245 MB).");
        var needed = ElfFile.NeededBy(provider).Where(name => Library.IsMatch(name)).ToList();
        needed.Count.ShouldBeGreaterThan(3);
        needed.ForEach(name => CudaLibraries.All.ShouldContain(library => library.File == name));
        needed.ForEach(ShouldBeInTheImage);
    }

    /// <summary>It would pick no package, build all the same, and have no native runtime.</summary>
    [Theory]
    [InlineData("gpus", "no OrtFlavor")]
    [InlineData("cuda", "no OrtFlavor")]
    [InlineData("cpu", null)]
    public async Task Flavour_Misspelt_StopsTheBuild(string flavour, string? said)
    {
        var (output, code) = await ImageTests.RunAsync(
            "dotnet", "msbuild", Path.Combine(Tool.Root, "src", "Client"), "-t:CheckOrtFlavor", $"-p:OrtFlavor={flavour}", "-nodeReuse:false", "-nologo", "-v:quiet");
        (code == 0).ShouldBe(said is null, output);
        output.ShouldContain(said ?? "");
    }

    private static void ShouldBeInTheImage(string file)
    {
        var image = Image.Match(File.ReadAllText(Path.Combine(Tool.Root, "Dockerfile")));
        image.Success.ShouldBeTrue();
        var (library, has) = (Library.Match(file), Majors[int.Parse(image.Groups["major"].Value)]);
        library.Success.ShouldBeTrue(file);
        if (has.TryGetValue(library.Groups["name"].Value, out var major))
        {
            // The driver's library comes from the node, and every image of these majors has cuDNN 9.
            int.Parse(library.Groups["major"].Value).ShouldBe(major, file);
        }
    }
}
