using System.CommandLine;
using BirD.Client.Bench;

namespace BirD.Client.Commands;

internal static class BenchCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of clean pictures." };
        var addedNoise = new Option<double>("--added-noise") { Description = "Noise put on, standard deviation in codes of 255. Default 25 (deblur: 2).", DefaultValueFactory = _ => double.NaN };
        var blur = new Option<double>("--blur-sigma") { Description = "Gaussian blur put on for deblur, pixels.", DefaultValueFactory = _ => 1.6 };
        var blind = new Option<bool>("--blind") { Description = "Don't tell the restorer noise level and kernel." };
        var limit = new Option<int>("--limit") { Description = "Use only the first pictures.", DefaultValueFactory = _ => int.MaxValue };
        var json = new Option<bool>("--json") { Description = "One JSON object per line on standard output." };
        var save = new Option<string?>("--save") { Description = "Folder for results as CSV and JSON, and the restored pictures." };
        var restoration = new RestorationArguments();
        var quality = new Command("quality", "Damage clean pictures in a known way, restore them, compare with the truth.")
        {
            folder, addedNoise, blur, blind, limit, json, save,
        };
        restoration.AddTo(quality);
        quality.SetAction((result, cancellationToken) => QualityBench.ExecuteAsync(
            new QualityRequest
            {
                Folder = result.GetRequiredValue(folder),
                Settings = restoration.Settings(result),
                PriorFile = restoration.PriorFile(result),
                Device = restoration.Device(result),
                AddedNoise = result.GetRequiredValue(addedNoise),
                BlurSigma = result.GetRequiredValue(blur),
                Blind = result.GetValue(blind),
                Limit = result.GetRequiredValue(limit),
                Json = result.GetValue(json),
                Save = result.GetValue(save),
            },
            cancellationToken));
        return new Command("bench", "Measure on your own pictures and machine.") { quality };
    }
}
