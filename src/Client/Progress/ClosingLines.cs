using System.Globalization;
using BirD.Client.Output;
using BirD.Client.Runs;

namespace BirD.Client.Progress;

/// <summary>The last lines of a run: counts, time, and every failure with its reason.</summary>
internal static class ClosingLines
{
    public static IEnumerable<string> For(RunSummary summary, TimeSpan elapsed, bool complete)
    {
        foreach (var failure in summary.Failures)
        {
            yield return PlainText.Of(failure.IsDamaged ? $"{failure.Input}: {failure.Message}" : $"failed: {failure.Input}: {failure.Message}");
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Restored} restored, {summary.Unchanged} unchanged, {summary.Skipped} skipped, {summary.Failed} failed{(summary.Damaged > 0 ? $", {summary.Damaged} of them damaged," : "")} in {Duration(elapsed)}.");
        if (!complete)
        {
            yield return "Interrupted. Pictures in work are checkpointed; the same command goes on from there.";
        }
    }

    public static string Duration(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : time.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min");
}
