using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BirD.Deploy.Tests.Charts;

/// <summary>JSON as YAML that people read. Texts are quoted unless they can be nothing else.</summary>
internal static partial class YamlText
{
    private static readonly JsonSerializerOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex("^[A-Za-z/][A-Za-z0-9._/-]*$")]
    private static partial Regex Word { get; }

    public static string Of(JsonObject manifest)
    {
        var text = new StringBuilder();
        Map(manifest, 0, text);
        return text.ToString();
    }

    /// <summary>On one line; JSON is YAML.</summary>
    public static string Flow(JsonNode? node) => node?.ToJsonString(Plainly) ?? "null";

    private static void Map(JsonObject map, int indent, StringBuilder text)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', indent).Append(Text(key)).Append(':');
            Value(value, indent, text);
        }
    }

    private static void Value(JsonNode? value, int indent, StringBuilder text)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                Map(map, indent + 2, text);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                {
                    Item(item, indent + 2, text);
                }

                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String && ((string)scalar!).Contains('\n', StringComparison.Ordinal):
                var content = (string)scalar!;
                text.Append(content.EndsWith('\n') ? " |\n" : " |-\n");
                foreach (var line in content.TrimEnd('\n').Split('\n'))
                {
                    text.Append(line.Length > 0 ? new string(' ', indent + 2) + line : "").Append('\n');
                }

                break;
            default:
                text.Append(' ').Append(value is JsonValue word && word.GetValueKind() == JsonValueKind.String ? Text((string)word!) : Flow(value)).Append('\n');
                break;
        }
    }

    private static void Item(JsonNode? item, int indent, StringBuilder text)
    {
        text.Append(' ', indent).Append('-');
        if (item is JsonObject { Count: > 0 } map)
        {
            var block = new StringBuilder();
            Map(map, indent + 2, block);
            text.Append(' ').Append(block.ToString(), indent + 2, block.Length - indent - 2);
        }
        else
        {
            Value(item, indent, text);
        }
    }

    private static string Text(string text) =>
        Word.IsMatch(text) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n") ? text : JsonSerializer.Serialize(text, Plainly);
}
