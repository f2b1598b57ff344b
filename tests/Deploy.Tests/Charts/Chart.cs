using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace BirD.Deploy.Tests.Charts;

/// <summary>The chart as Helm renders it.</summary>
internal static class Chart
{
    private static readonly ConcurrentDictionary<string, Task<string>> Rendered = new();

    public static string Folder { get; } = Path.Combine(Tool.Root, "helm", "bird");

    /// <summary>Names of the example values.</summary>
    public static IReadOnlyList<string> Examples { get; } =
        [.. Directory.GetFiles(Path.Combine(Folder, "examples"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    public static string ExampleFile(string example) => Path.Combine(Folder, "examples", example + ".yaml");

    /// <summary>The manifests of an example, in namespace and release "bird".</summary>
    public static Task<string> RenderAsync(string example) => Rendered.GetOrAdd(example, _ => RenderAsync(["--values", ExampleFile(example)]));

    public static async Task<IReadOnlyList<JsonObject>> ObjectsAsync(string example) => Yaml.Read(await RenderAsync(example));

    /// <exception cref="InvalidOperationException">Helm refuses; the message is Helm's.</exception>
    public static async Task<string> RenderAsync(IEnumerable<string> options, string? chart = null)
    {
        var (output, errors, code) = await Tool.RunAsync("helm", ["template", "bird", chart ?? Folder, "--namespace", "bird", .. options]);
        return code == 0 ? output : throw new InvalidOperationException(errors);
    }
}
