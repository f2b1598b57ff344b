using System.CommandLine;
using BirD.Client.Bench.Film;
using BirD.Client.Commands.Arguments;
using BirD.Client.Inputs;

namespace BirD.Client.Commands;

internal static class FilmCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "Folder of clean pictures." };
        var frames = new Option<int>("--frames") { Description = "Frames of each sequence, at least 5.", DefaultValueFactory = _ => 7 };
        var limit = new Option<int>("--limit") { Description = "Use only the first pictures.", DefaultValueFactory = _ => int.MaxValue };
        var restoration = new RestorationArguments();
        var command = new Command("film", "Pan over clean pictures, add flicker and grain, restore as film and frame by frame, compare.") { folder, frames, limit };
        restoration.AddTo(command);
        command.SetAction((result, cancellationToken) => result.GetValue(frames) < 5
            ? throw new UsageException("--frames must be at least 5: a frame and two on either side.")
            : FilmBench.ExecuteAsync(
                new FilmRequest(
                    InputWalker.Files(result.GetRequiredValue(folder), result.GetValue(limit)),
                    result.GetValue(frames), restoration.Settings(result), restoration.PriorFile(result), restoration.Device(result)),
                cancellationToken));
        return command;
    }
}
