using System.Text.Json;
using System.Text.Json.Nodes;

namespace BirD.Deploy.Tests.Charts;

/// <summary>The plain manifests in k8s/ are the rendered chart. With BIRD_UPDATE_GOLDEN=1 they are written instead.</summary>
public sealed class KustomizeTests
{
    private const string BaseExample = "lab";

    private static string Folder => Path.Combine(Tool.Root, "k8s");

    [Fact]
    public async Task Base_IsTheChartOfALab()
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var wanted = await PlainAsync(BaseExample);
        if (Updating)
        {
            PlainManifests.WriteBase(Path.Combine(Folder, "base"), wanted);
        }

        Texts(await BuildAsync("base")).ShouldBe(Texts(wanted));
    }

    [Theory]
    [InlineData("aks")]
    [InlineData("onprem-mig")]
    public async Task Overlay_IsTheChartOfItsExample(string example)
    {
        Assert.SkipWhen(Tool.Missing is not null, Tool.Missing ?? "");
        var wanted = await PlainAsync(example);
        if (Updating)
        {
            PlainManifests.WriteOverlay(Path.Combine(Folder, "overlays", example), await PlainAsync(BaseExample), wanted);
        }

        Texts(await BuildAsync(Path.Combine("overlays", example))).ShouldBe(Texts(wanted));
    }

    private static bool Updating => Environment.GetEnvironmentVariable("BIRD_UPDATE_GOLDEN") == "1";

    private static async Task<IReadOnlyList<JsonObject>> BuildAsync(string path)
    {
        var (output, errors, code) = await Tool.RunAsync("kubectl", "kustomize", Path.Combine(Folder, path));
        code.ShouldBe(0, errors);
        return Yaml.Read(output);
    }

    /// <summary>An example without the labels that say that Helm made it.</summary>
    private static async Task<IReadOnlyList<JsonObject>> PlainAsync(string example)
    {
        var objects = await Chart.ObjectsAsync(example);
        foreach (var labels in objects.SelectMany(Labels))
        {
            labels.Remove("helm.sh/chart");
            labels["app.kubernetes.io/managed-by"] = "kustomize";
        }

        return objects;

        static IEnumerable<JsonObject> Labels(JsonObject manifest) =>
            new[] { manifest["metadata"]?["labels"], manifest["spec"]?["template"]?["metadata"]?["labels"] }.OfType<JsonObject>();
    }

    private static IEnumerable<string> Texts(IEnumerable<JsonObject> objects) => objects
        .Select(manifest => $"{manifest.Kind()} {manifest.Name()} {JsonSerializer.Serialize(Sorted(manifest))}").Order(StringComparer.Ordinal);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        JsonValue value => value.DeepClone(),
        _ => null,
    };
}
