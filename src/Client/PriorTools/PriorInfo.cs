using System.Text.Json;
using System.Text.Json.Nodes;
using BirD.Restoration.Priors.Onnx;

namespace BirD.Client.PriorTools;

/// <summary><c>bird prior info</c>: the model's own facts, and the card and figures that lie beside it.</summary>
internal static class PriorInfo
{
    public static int Execute(string nameOrFile, bool json)
    {
        var file = Priors.Locate(nameOrFile);
        var description = PriorDescription.Read(file);
        var folder = Path.GetDirectoryName(file)!;
        var card = ReadBeside(folder, "MODEL_CARD.md");
        var metrics = Metrics(folder);
        if (json)
        {
            Console.WriteLine(ToJson(Find(file, description), description, card, metrics).ToJsonString());
            return ExitCodes.Done;
        }

        foreach (var line in PriorText.Lines(description, metrics))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(card is null ? "\nNo model card lies beside it." : $"\n{card.TrimEnd()}");
        return ExitCodes.Done;
    }

    private static PriorFacts Find(string file, PriorDescription description) =>
        Priors.Installed.FirstOrDefault(prior => prior.File == file) is { } installed
            ? PriorFacts.Of(installed, description)
            : PriorFacts.Of(new InstalledPrior(description.Info.Name, file, Bundled: false), description) with { Origin = "file" };

    private static JsonObject ToJson(PriorFacts facts, PriorDescription description, string? card, JsonObject? metrics)
    {
        var json = JsonSerializer.SerializeToNode(facts, PriorJson.Default.PriorFacts)!.AsObject();
        json["metadata"] = new JsonObject(description.Metadata.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)JsonValue.Create(e.Value))));
        json["metrics"] = metrics;
        json["card"] = card;
        return json;
    }

    private static JsonObject? Metrics(string folder)
    {
        try
        {
            return ReadBeside(folder, "metrics.json") is { } text ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException e)
        {
            throw new UsageException($"{Path.Combine(folder, "metrics.json")} is not JSON: {e.Message} Correct or delete it.", e);
        }
    }

    private static string? ReadBeside(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }
}
