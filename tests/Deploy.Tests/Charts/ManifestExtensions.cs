using System.Text.Json.Nodes;

namespace BirD.Deploy.Tests.Charts;

/// <summary>Where things are in a manifest.</summary>
internal static class ManifestExtensions
{
    public static string Kind(this JsonObject manifest) => (string)manifest["kind"]!;

    public static string Name(this JsonObject manifest) => (string)manifest["metadata"]!["name"]!;

    public static JsonObject Deployment(this IEnumerable<JsonObject> manifests, string role) =>
        manifests.Single(manifest => manifest.Kind() == "Deployment" && manifest.Name() == $"bird-{role}");

    public static JsonNode Pod(this JsonObject deployment) => deployment["spec"]!["template"]!["spec"]!;

    public static JsonNode Silo(this JsonObject deployment) => deployment.Pod()["containers"]!.AsArray().Single(container => (string?)container!["name"] == "silo")!;

    /// <summary>What the kubelet would put into the environment of the silo's container.</summary>
    /// <param name="manifests">With the config map that the pod refers to.</param>
    /// <param name="role">control or gpu.</param>
    /// <param name="field">Value of a field of the pod, such as status.podIP.</param>
    /// <param name="secret">Value of a key in a secret.</param>
    public static Dictionary<string, string> Environment(
        this IReadOnlyList<JsonObject> manifests, string role, Func<string, string> field, Func<string, string, string> secret)
    {
        var silo = manifests.Deployment(role).Silo();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in silo["envFrom"]!.AsArray())
        {
            var map = manifests.Single(manifest => manifest.Kind() == "ConfigMap" && manifest.Name() == (string?)reference!["configMapRef"]!["name"]);
            foreach (var (name, value) in map["data"]!.AsObject())
            {
                found[name] = (string)value!;
            }
        }

        foreach (var entry in silo["env"]!.AsArray())
        {
            var from = entry!["valueFrom"];
            found[(string)entry["name"]!] = from?["fieldRef"] is { } wanted ? field((string)wanted["fieldPath"]!)
                : from?["secretKeyRef"] is { } key ? secret((string)key["name"]!, (string)key["key"]!)
                : (string)entry["value"]!;
        }

        return found;
    }
}
