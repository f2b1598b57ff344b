using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using BirD.Grains.Workers;
using BirD.Restoration.Engine;
using BirD.Restoration.Priors;
using BirD.Silo.Hosting;
using BirD.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BirD.Silo.Commands;

/// <summary><c>silo</c>: runs one silo of a cluster until it is told to stop.</summary>
public static class SiloCommand
{
    /// <summary>The silo was told, or found in the store, something that it can't work with; the message says what to change.</summary>
    private const int Misconfigured = 2;

    /// <summary>The device failed while the silo ran; a new process may have it again.</summary>
    private const int DeviceLost = 2;

    public static Command Create()
    {
        var command = new Command("silo", "Run one silo of a cluster. Stop it with SIGTERM: it checkpoints and gives back its pictures first.");
        var options = SiloSetting.All.ToDictionary(setting => setting, ToOption);
        foreach (var option in options.Values)
        {
            command.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var given = options
                .Where(pair => result.GetValue(pair.Value) is not null)
                .ToDictionary(pair => pair.Key.Key, pair => result.GetValue(pair.Value));
            return await RunAsync(given, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> given, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = SiloHost.Build(given);
            var loss = host.Services.GetService<DeviceLoss>();
            await host.RunAsync(cancellationToken);

            // Whoever supervises the process must start another: restart policies go by the exit code.
            return loss?.Reason is null ? 0 : DeviceLost;
        }
        catch (Exception e) when (e is ValidationException or OptionsValidationException or SettingException or PriorException or EngineException or StoreException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync($"bird silo: {e.Message}");
            return Misconfigured;
        }
    }

    private static Option<string?> ToOption(SiloSetting setting)
    {
        var option = new Option<string?>(setting.Option) { Description = $"{setting.Description} [{setting.Variable}]" };
        if (setting.Words.Length > 0)
        {
            option.AcceptOnlyFromAmong(setting.Words);
        }

        return option;
    }
}
