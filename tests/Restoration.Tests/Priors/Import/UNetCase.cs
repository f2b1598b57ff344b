using System.Text.Json;
using BirD.Restoration.Priors.Import;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>One recorded U-Net of Golden/unet with what its names do not tell.</summary>
internal static class UNetCase
{
    public static readonly string[] Names = ["unet_a", "unet_b", "unet_c"];

    public static string File(string name, string file) => Golden.Path("unet", name, file);

    public static JsonElement Manifest(string name)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(File(name, "manifest.json")));
        return json.RootElement.Clone();
    }

    public static ImportOptions Options(string name) => new()
    {
        HeadChannels = 16,
        AttentionOrder = name == "unet_c" ? AttentionOrder.New : AttentionOrder.Legacy,
    };

    public static async Task<string> ImportAsync(string name, string folder, Func<ImportOptions, ImportOptions>? change = null)
    {
        var options = Options(name);
        var output = Path.Combine(folder, $"{name}.onnx");
        await GuidedDiffusionImporter.ImportAsync(File(name, "weights.pt"), output, change?.Invoke(options) ?? options);
        return output;
    }
}
