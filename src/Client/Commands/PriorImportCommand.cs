using System.CommandLine;
using BirD.Client.PriorTools;
using BirD.Restoration.Priors.Import;

namespace BirD.Client.Commands;

internal static class PriorImportCommand
{
    private const string GuidedDiffusion = "guided-diffusion";

    public static Command Create()
    {
        var checkpoint = new Argument<string>("checkpoint") { Description = "A .pt, .pth or .safetensors file. It is only read." };
        var architecture = new Option<string>("--architecture") { Description = "What the checkpoint is of. Known: guided-diffusion.", DefaultValueFactory = _ => GuidedDiffusion };
        architecture.AcceptOnlyFromAmong(GuidedDiffusion);
        var precision = new Option<string>("--precision") { Description = "fp32 (default); fp16 computes in half as the original does, for GPUs; fp16-storage halves the file and computes in fp32.", DefaultValueFactory = _ => "fp32" };
        precision.AcceptOnlyFromAmong("fp32", "fp16", "fp16-storage");
        var output = new Option<string?>("--output", "-o") { Description = "The .onnx file to write. Default: installed by name, for --prior NAME." };
        var force = new Option<bool>("--force") { Description = "Replace a prior that is already there." };
        var name = new Option<string?>("--name") { Description = "Name of the prior. Default: the checkpoint's." };
        var licence = new Option<string?>("--licence") { Description = "Licence of the weights, one line, kept in the model." };
        var sha256 = new Option<string?>("--sha256") { Description = "Refuse a checkpoint with another SHA-256." };
        var heads = new Option<int?>("--head-channels") { Description = "Channels per attention head (num_head_channels). Default 64 for models of 256 channels and more." };
        var order = new Option<string>("--attention-order") { Description = "legacy (default) or new (use_new_attention_order).", DefaultValueFactory = _ => "legacy" };
        order.AcceptOnlyFromAmong("legacy", "new");
        var side = new Option<int?>("--native-size") { Description = "Only run at this side length, larger pictures in tiles. Default: that of a known checkpoint, else any." };
        var overlap = new Option<int>("--tile-overlap") { Description = "Overlap of tiles, pixels. Default 64.", DefaultValueFactory = _ => 64 };
        var json = new Option<bool>("--json") { Description = "The result as one JSON object." };
        var command = new Command("import", "Convert a published checkpoint into a prior. Nothing in the file is executed.")
        {
            checkpoint, architecture, precision, output, force, name, licence, sha256, heads, order, side, overlap, json,
        };
        command.SetAction((result, _) => PriorImport.ExecuteAsync(new ImportRequest
        {
            Checkpoint = Path.GetFullPath(result.GetRequiredValue(checkpoint)),
            Output = result.GetValue(output),
            Force = result.GetValue(force),
            Json = result.GetValue(json),
            Options = new ImportOptions
            {
                Precision = Precision(result.GetRequiredValue(precision)),
                Name = result.GetValue(name),
                Licence = result.GetValue(licence),
                ExpectedSha256 = result.GetValue(sha256),
                HeadChannels = result.GetValue(heads),
                AttentionOrder = result.GetRequiredValue(order) == "new" ? AttentionOrder.New : AttentionOrder.Legacy,
                NativeSize = result.GetValue(side),
                TileOverlap = result.GetRequiredValue(overlap),
            },
        }));
        return command;
    }

    private static ImportPrecision Precision(string word) => word switch
    {
        "fp16" => ImportPrecision.Float16,
        "fp16-storage" => ImportPrecision.Float16Storage,
        _ => ImportPrecision.Float32,
    };
}
