using System.CommandLine;
using System.Globalization;
using BirD.Client.Bench.Speed;

namespace BirD.Client.Commands;

internal static class SpeedCommand
{
    public static Command Create()
    {
        var size = new Option<string>("--size") { Description = "Sizes as WIDTHxHEIGHT, comma-separated.", DefaultValueFactory = _ => "256x256,768x512,1536x1024" };
        var steps = new Option<int>("--steps") { Description = "Steps measured at each size.", DefaultValueFactory = _ => 12 };
        var pictures = new Option<int>("--pictures") { Description = "Pictures from file to file; 0 for none.", DefaultValueFactory = _ => 60 };
        var pictureSize = new Option<string>("--picture-size") { Description = "Their size.", DefaultValueFactory = _ => "256x256" };
        var pictureSteps = new Option<int>("--picture-steps") { Description = "Their steps.", DefaultValueFactory = _ => 30 };
        var noStart = new Option<bool>("--no-start") { Description = "Don't measure how long a fresh process takes." };
        var prior = new Option<string>("--prior") { Description = "Installed prior or ONNX file.", DefaultValueFactory = _ => Priors.Default };
        var save = new Option<string?>("--save") { Description = "File for the figures as JSON." };
        var command = new Command("speed", "Compare the engine with ONNX Runtime alone over the same model in the same run: time, allocations, memory, start.")
        {
            size, steps, pictures, pictureSize, pictureSteps, noStart, prior, save,
        };
        command.SetAction((result, cancellationToken) => SpeedBench.ExecuteAsync(
            new SpeedRequest
            {
                PriorFile = Priors.Locate(result.GetRequiredValue(prior)),
                Sizes = [.. result.GetRequiredValue(size).Split(',', StringSplitOptions.TrimEntries).Select(Size)],
                Steps = Math.Clamp(result.GetRequiredValue(steps), 1, 900),
                Pictures = Math.Max(0, result.GetRequiredValue(pictures)),
                PictureSize = Size(result.GetRequiredValue(pictureSize)),
                PictureSteps = Math.Max(1, result.GetRequiredValue(pictureSteps)),
                ColdStart = !result.GetValue(noStart),
                Save = result.GetValue(save),
            },
            cancellationToken));
        return command;
    }

    private static (int Height, int Width) Size(string text) =>
        text.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var w) && w is >= 8 and <= 8192
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var h) && h is >= 8 and <= 8192
            ? (h, w)
            : throw new UsageException($"'{text}' is no size; write 768x512, with sides from 8 to 8192.");
}
