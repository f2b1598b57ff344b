using System.Text;
using System.Text.Json.Nodes;

namespace BirD.Deploy.Tests.Charts;

/// <summary>Writes manifests for kustomize: a file for each object, and for overlays only what differs.</summary>
internal static class PlainManifests
{
    private const string Note = "# Made from the chart by the tests (BIRD_UPDATE_GOLDEN=1); the tests compare the two.\n";

    public static void WriteBase(string folder, IReadOnlyList<JsonObject> objects)
    {
        Clear(folder);
        var files = objects.Select(manifest => Write(folder, manifest)).Order(StringComparer.Ordinal).ToList();
        WriteKustomization(folder, files, []);
    }

    public static void WriteOverlay(string folder, IReadOnlyList<JsonObject> lower, IReadOnlyList<JsonObject> upper)
    {
        Clear(folder);
        var known = lower.ToDictionary(Id, StringComparer.Ordinal);
        var files = new List<string> { "../../base" };
        var patches = new List<(JsonObject Target, string Patch)>();
        foreach (var manifest in upper)
        {
            if (!known.Remove(Id(manifest), out var old))
            {
                files.Add(Write(folder, manifest));
                continue;
            }

            var steps = new StringBuilder();
            Diff(old, manifest, "", steps);
            if (steps.Length > 0)
            {
                patches.Add((manifest, steps.ToString()));
            }
        }

        patches.AddRange(known.Values.Select(gone => (gone,
            $"$patch: delete\napiVersion: {(string)gone["apiVersion"]!}\nkind: {gone.Kind()}\nmetadata:\n  name: {gone.Name()}\n  namespace: bird\n")));
        WriteKustomization(folder, files, patches);
    }

    private static string Id(JsonObject manifest) => $"{manifest.Kind()}/{manifest.Name()}";

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
    }

    private static string Write(string folder, JsonObject manifest)
    {
        var name = $"{manifest.Kind()}-{manifest.Name()}.yaml".ToLowerInvariant();
        File.WriteAllText(Path.Combine(folder, name), Note + YamlText.Of(manifest));
        return name;
    }

    private static void WriteKustomization(string folder, IEnumerable<string> files, IReadOnlyList<(JsonObject Target, string Patch)> patches)
    {
        var text = new StringBuilder(Note).Append("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n");
        foreach (var file in files)
        {
            text.Append("  - ").Append(file).Append('\n');
        }

        if (patches.Count > 0)
        {
            text.Append("patches:\n");
        }

        foreach (var (target, patch) in patches)
        {
            text.Append("  - target: { kind: ").Append(target.Kind()).Append(", name: ").Append(target.Name()).Append(" }\n    patch: |\n");
            foreach (var line in patch.TrimEnd().Split('\n'))
            {
                text.Append("      ").Append(line).Append('\n');
            }
        }

        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), text.ToString());
    }

    /// <summary>RFC 6902, down to the entries of maps; lists are replaced whole.</summary>
    private static void Diff(JsonObject old, JsonObject now, string path, StringBuilder steps)
    {
        foreach (var (key, value) in now)
        {
            var here = $"{path}/{key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (old[key] is JsonObject before && value is JsonObject after)
            {
                Diff(before, after, here, steps);
            }
            else if (!JsonNode.DeepEquals(old[key], value) || !old.ContainsKey(key))
            {
                steps.Append("- op: ").Append(old.ContainsKey(key) ? "replace" : "add").Append("\n  path: ").Append(here).Append("\n  value: ")
                    .Append(YamlText.Flow(value)).Append('\n');
            }
        }

        foreach (var key in old.Select(entry => entry.Key).Where(key => !now.ContainsKey(key)))
        {
            steps.Append("- op: remove\n  path: ").Append(path).Append('/').Append(key.Replace("/", "~1", StringComparison.Ordinal)).Append('\n');
        }
    }
}
