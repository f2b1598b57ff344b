using BirD.Restoration.Planning;
using BirD.Restoration.Settings;

namespace BirD.Client.Bench;

/// <summary>Tasks by their words on the command line.</summary>
internal static class DeliveredTasks
{
    public static bool Has(string word) => Find(word) is { } task && SessionFactory.DeliveredTasks.Contains(task);

    public static RestorationTask? Find(string word) =>
        Enum.TryParse<RestorationTask>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var task) ? task : null;
}
