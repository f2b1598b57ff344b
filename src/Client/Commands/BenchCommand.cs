using System.CommandLine;
using BirD.Client.Bench;
using BirD.Client.Bench.Damages;
using BirD.Client.Bench.Quality;
using BirD.Client.Commands.Arguments;
using BirD.Client.Restore;
using BirD.Restoration.Settings;

namespace BirD.Client.Commands;

internal static class BenchCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of clean pictures." };
        var damage = new Option<string?>("--damage") { Description = $"Damages, comma-separated, or all: {string.Join(", ", DamageCatalogue.Names)}. Default: those of --task, or all." };
        var severity = new Option<string>("--severity") { Description = "1, 2 (twice as bad) or 1,2.", DefaultValueFactory = _ => "1" };
        severity.AcceptOnlyFromAmong("1", "2", "1,2");
        var jpeg = new Option<int?>("--stored-as-jpeg") { Description = "Store each damaged picture as a JPEG of this quality, 1 to 100. Default: 8-bit PNG." };
        var trajectories = new Option<string?>("--trajectories") { Description = "Folder of recorded camera shakes (point spread functions as grey pictures or text) for the damage shake. Default: drawn ones." };
        var auto = new Option<bool>("--auto") { Description = "Let auto find out what is wrong instead of giving each damage to its task." };
        var oracle = new Option<bool>("--no-oracle") { Description = "Don't restore a second time with everything told." };
        var crop = new Option<int?>("--crop") { Description = "Use only the middle N x N pixels of each picture." };
        var overlays = new Option<string?>("--overlays") { Description = "Folder of PNG files with an alpha plane, in folders by kind: what --damage dust lays over the pictures." };
        var limit = new Option<int>("--limit") { Description = "Use only the first pictures.", DefaultValueFactory = _ => int.MaxValue };
        var json = new Option<bool>("--json") { Description = "One JSON object per line on standard output." };
        var save = new Option<string?>("--save") { Description = "Folder for JSON, CSV, Markdown and contact sheets." };
        var restoration = new RestorationArguments();
        var quality = new Command("quality", "Damage clean pictures in a known way, restore them blind, compare with the truth, a textbook method and the non-blind oracle.")
        {
            folder, damage, severity, jpeg, trajectories, auto, oracle, crop, overlays, limit, json, save,
        };
        restoration.AddTo(quality);
        quality.SetAction((result, cancellationToken) =>
        {
            var settings = restoration.Settings(result);
            return QualityBench.ExecuteAsync(
                new QualityRequest
                {
                    Folder = result.GetRequiredValue(folder),
                    Settings = settings,
                    PriorFile = restoration.PriorFile(result),
                    Device = restoration.Device(result),
                    Damages = Damages(result.GetValue(damage), settings.Task, result.GetValue(overlays)),
                    Overlays = result.GetValue(overlays),
                    Severities = [.. result.GetRequiredValue(severity).Split(',').Select(s => s == "2" ? 2 : 1)],
                    StoredAsJpeg = result.GetValue(jpeg) is { } q and (< 1 or > 100)
                        ? throw new UsageException($"--stored-as-jpeg {q} is no JPEG quality; give 1 to 100.")
                        : result.GetValue(jpeg),
                    Trajectories = result.GetValue(trajectories) is { } shakes ? Trajectories(shakes) : [],
                    Auto = result.GetValue(auto),
                    Oracle = !result.GetValue(oracle),
                    Crop = result.GetValue(crop) is { } side and < 64
                        ? throw new UsageException($"--crop {side} is too small to judge anything; give at least 64.")
                        : result.GetValue(crop),
                    Limit = result.GetRequiredValue(limit),
                    Json = result.GetValue(json),
                    Save = result.GetValue(save),
                    CommandLine = "bird " + string.Join(' ', result.Tokens.Select(token => token.Value)),
                },
                cancellationToken);
        });
        var bench = new Command("bench", "Measure on your own pictures and machine.") { quality, FilmCommand.Create(), SpeedCommand.Create(), GpuCommand.Create(), FuzzCommand.Create(), TreesCommand.Create() };
        foreach (var drill in new DrillCommands().Create())
        {
            bench.Add(drill);
        }

        return bench;
    }

    private static List<float[]> Trajectories(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToList() : [];
        return files.Count > 0
            ? [.. files.Select(KernelFile.Read)]
            : throw new UsageException($"--trajectories {folder} is no folder with point spread functions; give one grey picture or text file for each shake.");
    }

    private static List<string> Damages(string? words, RestorationTask task, string? overlays)
    {
        if (words is null or "all")
        {
            return [.. DamageCatalogue.Names.Where(name => name != DamageCatalogue.Dust || overlays is not null).Where(name => words is not null || task == RestorationTask.Auto || Serves(name, task))];
        }

        var asked = words.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked.Contains(DamageCatalogue.Dust) && overlays is null)
        {
            throw new UsageException($"--damage {DamageCatalogue.Dust} needs --overlays: a folder of PNG files with an alpha plane.");
        }

        return asked.Except(DamageCatalogue.Names).FirstOrDefault() is { } unknown
            ? throw new UsageException($"'{unknown}' is no damage; choose from {string.Join(", ", DamageCatalogue.Names)}.")
            : [.. DamageCatalogue.Names.Where(asked.Contains)];
    }

    private static bool Serves(string name, RestorationTask task) => DamageCatalogue.Create(name, 1) is { } damage && DeliveredTasks.Find(damage.Task) == task;
}
