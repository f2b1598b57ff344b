using System.CommandLine;
using BirD.Silo.Commands;

namespace BirD.Client.Commands.Jobs;

/// <summary>The store options of <c>bird silo</c>, under the same names and variables.</summary>
internal sealed class KeyStoreOptions
{
    private readonly Dictionary<string, Option<string?>> options = KeyAdministration.Settings.ToDictionary(
        setting => setting.Key, setting => new Option<string?>(setting.Option) { Description = $"{setting.Description} [{setting.Variable}]" });

    public void AddTo(Command command)
    {
        foreach (var option in options.Values)
        {
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">The store can't be opened as it is named.</exception>
    public KeyAdministration Open(ParseResult result)
    {
        try
        {
            return KeyAdministration.Open(options.ToDictionary(option => option.Key, option => result.GetValue(option.Value)));
        }
        catch (Silo.Hosting.SettingException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
