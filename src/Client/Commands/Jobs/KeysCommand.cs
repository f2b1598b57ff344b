using System.CommandLine;
using System.Globalization;
using BirD.Contracts.Api;

namespace BirD.Client.Commands.Jobs;

/// <summary>API keys, made by whoever can reach the store itself: so the first one needs no other.</summary>
internal static class KeysCommand
{
    public static Command Create() =>
        new("keys", "Make, list and revoke API keys. Works on the store itself, with the store options of 'bird silo'.") { CreateKey(), List(), Revoke() };

    private static Command CreateKey()
    {
        var name = new Argument<string>("name") { Description = "For people and the audit log." };
        var role = new Option<string>("--role") { Description = "read, write or admin. Default write.", DefaultValueFactory = _ => "write" };
        role.AcceptOnlyFromAmong("read", "write", "admin");
        var days = new Option<int?>("--days") { Description = "Days until it expires. Default: never." };
        var store = new KeyStoreOptions();
        var command = new Command("create", "Print a new key, once: only its hash is kept.") { name, role, days };
        store.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            DateTimeOffset? expires = result.GetValue(days) is { } d ? TimeProvider.System.GetUtcNow().AddDays(d) : null;
            Console.WriteLine(await store.Open(result).CreateAsync(
                result.GetRequiredValue(name), Enum.Parse<KeyRole>(result.GetRequiredValue(role), ignoreCase: true), expires, cancellationToken));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command List()
    {
        var store = new KeyStoreOptions();
        var command = new Command("list", "Show the keys without their secrets.");
        store.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            foreach (var key in await store.Open(result).ListAsync(cancellationToken))
            {
                var state = key.Revoked is { } revoked ? $"revoked {Day(revoked)}" : key.Expires is { } expires ? $"expires {Day(expires)}" : "";
                Console.WriteLine($"{key.Id}  {key.Role.ToString().ToLowerInvariant(),-5}  {Day(key.Created)}  {key.Name}  {state}".TrimEnd());
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Revoke()
    {
        var id = new Argument<string>("id") { Description = "From 'bird keys list'." };
        var store = new KeyStoreOptions();
        var command = new Command("revoke", "End a key; silos notice within ten seconds.") { id };
        store.AddTo(command);
        command.SetAction(async (result, cancellationToken) => await store.Open(result).RevokeAsync(result.GetRequiredValue(id), cancellationToken)
            ? ExitCodes.Done
            : throw new UsageException($"There is no key '{result.GetRequiredValue(id)}'; 'bird keys list' shows them."));
        return command;
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
