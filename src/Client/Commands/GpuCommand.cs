using System.CommandLine;
using System.Globalization;
using BirD.Client.Bench.Gpu;
using BirD.Client.Commands.Arguments;

namespace BirD.Client.Commands;

internal static class GpuCommand
{
    public static Command Create()
    {
        var device = new Option<string>("--device") { Description = "The device.", DefaultValueFactory = _ => "cuda:0" };
        var prior = new Option<string>("--prior") { Description = "Installed prior or ONNX file.", DefaultValueFactory = _ => Priors.Default };
        var steps = new Option<int>("--steps") { Description = "Steps of each picture while steps alone are measured.", DefaultValueFactory = _ => 60 };
        var pictures = new Option<string>("--pictures") { Description = "Pictures in work at once while steps alone are measured, comma-separated.", DefaultValueFactory = _ => "1,4,16,64" };
        var slots = new Option<string>("--slots") { Description = "Pictures in work at once from file to file, comma-separated.", DefaultValueFactory = _ => "4,16,64" };
        var save = new Option<string?>("--save") { Description = "File for the report as JSON." };
        var command = new Command("gpu", "Check whether a device does what the CPU does, and measure how much of it: for a new machine, in some minutes.")
        {
            device, prior, pictures, slots, steps, save,
        };
        command.SetAction((result, cancellationToken) => GpuBench.ExecuteAsync(
            new GpuRequest
            {
                PriorFile = Priors.Locate(result.GetRequiredValue(prior)),
                Device = RestorationArguments.ParseDevice(result.GetRequiredValue(device), requireGpu: result.GetRequiredValue(device) != "cpu"),
                Pictures = Numbers(result.GetRequiredValue(pictures)),
                Slots = Numbers(result.GetRequiredValue(slots)),
                Steps = Math.Clamp(result.GetRequiredValue(steps), 1, 900),
                Save = result.GetValue(save),
            },
            cancellationToken));
        return command;
    }

    private static List<int> Numbers(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 256
            ? number
            : throw new UsageException($"'{part}' is no number of pictures; write some from 1 to 256, such as 1,4,16."))];
}
