using System.Text;
using System.Text.Json.Nodes;

namespace BirD.Deploy.Tests.Charts;

/// <summary>Values are documented where they stand, and the chart's README says the same.</summary>
public sealed class ValuesTests
{
    [Fact]
    public void EveryValue_HasACommentAndAPlaceInTheSchema()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!;
        var documented = ValuesTable.Read().ToDictionary(row => row.Key, row => row.Comment, StringComparer.Ordinal);
        foreach (var key in Leaves(Yaml.Read(File.ReadAllText(Path.Combine(Chart.Folder, "values.yaml"))).Single(), ""))
        {
            documented.Keys.ShouldContain(known => key == known || key.StartsWith(known + ".", StringComparison.Ordinal), $"{key} has no comment");
            Find(schema, key.Split('.')).ShouldBeTrue($"{key} is not in the schema");
        }

        static IEnumerable<string> Leaves(JsonObject values, string prefix) => values.SelectMany(entry =>
            entry.Value is JsonObject { Count: > 0 } inner ? Leaves(inner, $"{prefix}{entry.Key}.") : [prefix + entry.Key]);
    }

    /// <summary>With BIRD_UPDATE_GOLDEN=1 the README is written instead.</summary>
    [Fact]
    public void Readme_IsMadeFromTheComments()
    {
        var file = Path.Combine(Chart.Folder, "README.md");
        var wanted = new StringBuilder(File.ReadAllText(Path.Combine(Chart.Folder, "README.head.md")))
            .AppendLine().AppendLine("## Values").AppendLine()
            .AppendLine("Made from the comments in values.yaml by the tests (`BIRD_UPDATE_GOLDEN=1`).").AppendLine()
            .AppendLine("| value | default | meaning |").AppendLine("| --- | --- | --- |");
        foreach (var (key, comment, value) in ValuesTable.Read())
        {
            wanted.AppendLine($"| `{key}` | {(value.Length > 0 ? $"`{value}`" : "")} | {comment} |");
        }

        if (Environment.GetEnvironmentVariable("BIRD_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, wanted.ToString());
        }

        File.ReadAllText(file).ShouldBe(wanted.ToString());
    }

    private static bool Find(JsonNode schema, ReadOnlySpan<string> path)
    {
        var here = schema["$ref"] is { } reference ? Referred(schema, (string)reference!) : schema;
        if (path.IsEmpty || here["additionalProperties"] is JsonObject)
        {
            return true;
        }

        return here["properties"]?[path[0]] is { } next && Find(next, path[1..]);
    }

    private static JsonNode Referred(JsonNode schema, string reference) => schema.Root["$defs"]![reference.Split('/')[^1]]!;
}
