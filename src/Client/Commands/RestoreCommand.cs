using System.CommandLine;
using System.CommandLine.Parsing;
using BirD.Client.Cluster;
using BirD.Client.Commands.Arguments;
using BirD.Client.Commands.Jobs;
using BirD.Client.Inputs;
using BirD.Client.Restore;
using BirD.Client.Runs;
using BirD.Contracts.Api;
using BirD.Grains.Records;
using Microsoft.Extensions.Logging;

namespace BirD.Client.Commands;

internal static class RestoreCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Pictures and folders.", Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(RefuseUnknownOptions);
        var output = new Option<string>("--output", "-o") { Description = "Folder for the results; mirrors the inputs.", Required = true };
        var job = new Option<string?>("--job") { Description = "Job id. Default: derived from inputs, output and settings." };
        var update = new Option<bool>("--update") { Description = "Pass over pictures that are older than their result without reading them. Default: compare content." };
        var ignoreSpace = new Option<bool>("--ignore-disk-space") { Description = "Start although the disk looks too small for the results." };
        var dryRun = new Option<bool>("--dry-run") { Description = "List what would be done, with an estimate of time and space, and touch nothing." };
        var json = new Option<bool>("--json") { Description = "One JSON object per line on standard output." };
        var logLevel = new Option<LogLevel>("--log-level") { Description = "trace, debug, information, warning, error, critical or none.", DefaultValueFactory = _ => LogLevel.Warning };
        var sequence = new Option<SequenceMode>("--sequence") { Description = "Whether numbered pictures of a folder, or the pages of a file, are frames of a film: auto, on or off.", DefaultValueFactory = _ => SequenceMode.Auto };
        var watch = new Option<bool>("--watch") { Description = "Show the run in the browser: pages on 127.0.0.1, until Ctrl-C also after the last picture." };
        var watchPort = new Option<int?>("--watch-port") { Description = "Port of these pages, 1 to 65535; implies --watch. Default: a free one." };
        watchPort.Validators.Add(result => RefuseWhatIsNoPort(result, watchPort));
        var scope = new ScopeArguments();
        var restoration = new RestorationArguments();
        var command = new Command("restore", "Restore pictures and folders of pictures. Run it again to continue where it stopped.")
        {
            paths, output, sequence, update, job, dryRun, ignoreSpace, json, logLevel, watch, watchPort,
        };
        scope.AddTo(command);
        restoration.AddTo(command);
        var source = new JobSource();
        source.AddClusterTo(command);
        Option[] local = [sequence, update, dryRun, watch, watchPort];
        command.SetAction(async (result, cancellationToken) =>
        {
            if (source.Address(result) is not null)
            {
                var given = local.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
                return given.Count > 0
                    ? throw new UsageException($"{string.Join(", ", given)} can't be combined with a cluster, which lists its inputs and has its pages itself.")
                    : await ClusterRestore.ExecuteAsync(
                        source.Cluster(result),
                        result.GetRequiredValue(paths),
                        input => scope.Apply(result, new SubmitRequest
                        {
                            Input = input,
                            Output = result.GetRequiredValue(output),
                            Settings = SubmitCommand.Settings(restoration, result),
                            Prior = restoration.PriorSha256(result),
                            JobId = result.GetValue(job),
                        }),
                        result.GetValue(json));
            }

            var request = new RestoreRequest
            {
                Paths = result.GetRequiredValue(paths),
                Output = result.GetRequiredValue(output),
                Settings = restoration.Settings(result) with { Sequence = Pages(result.GetValue(sequence)) },
                PriorFile = restoration.PriorFile(result),
                Device = restoration.Device(result),
                Sequence = result.GetValue(sequence),
                Limits = restoration.Limits(result),
                Mask = scope.Mask(result),
                Filter = scope.Filter(result),
                Force = scope.Force(result),
                Update = result.GetValue(update),
                IgnoreDiskSpace = result.GetValue(ignoreSpace),
                JobId = result.GetValue(job),
                DryRun = result.GetValue(dryRun),
                Json = result.GetValue(json),
                WatchPort = result.GetValue(watchPort) ?? (result.GetValue(watch) ? 0 : null),
                LogLevel = result.GetValue(logLevel),
            };
            if (request is { Force: true, Update: true })
            {
                throw new UsageException("--force makes everything anew and --update passes over what is done: choose one.");
            }

            if (request.JobId is { } id && !JobId.IsValid(id))
            {
                throw new UsageException($"'{id}' is no job id: letters, digits, '-', '_' and '.', at most {JobId.MaxLength}, not starting with '.'.");
            }

            return await RestoreRun.ExecuteAsync(request, cancellationToken);
        });
        return command;
    }

    /// <summary>What <c>--sequence</c> means for the pages of one file; null, as before there were films, leaves it to the file.</summary>
    private static bool? Pages(SequenceMode mode) => mode switch
    {
        SequenceMode.On => true,
        SequenceMode.Off => false,
        _ => null,
    };

    private static void RefuseWhatIsNoPort(OptionResult result, Option<int?> option)
    {
        if (result.GetValue(option) is < 1 or > 65535)
        {
            result.AddError("--watch-port takes 1 to 65535; leave it out for a free port.");
        }
    }

    /// <summary>The parser takes a misspelt option for a path, and "not found" would send its reader to look for a file.</summary>
    private static void RefuseUnknownOptions(ArgumentResult paths)
    {
        foreach (var token in paths.Tokens.Where(token => token.Value.StartsWith('-') && !Path.Exists(token.Value)))
        {
            paths.AddError($"Unknown option '{token.Value}'.");
        }
    }
}
