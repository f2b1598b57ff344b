using System.Diagnostics;
using System.Globalization;
using BirD.Client.Output;
using BirD.Client.Runs;
using BirD.Contracts.Jobs;
using Spectre.Console;

namespace BirD.Client.Progress;

/// <summary>A live display: the whole run, the pictures in work, rates and the time left; failures as they happen.</summary>
internal sealed class LiveReporter(IAnsiConsole console, TimeProvider time) : IRunReporter
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private readonly EtaEstimator eta = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<string, ProgressTask> pictures = new(StringComparer.Ordinal);

    public Task RunAsync(Func<Task<JobProgress>> progress, Func<Task> work) =>
        console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async display =>
            {
                var whole = display.AddTask("starting", maxValue: 1);
                var running = work();
                while (!running.IsCompleted)
                {
                    await Task.WhenAny(running, Task.Delay(Refresh, time));
                    if (!running.IsCompleted)
                    {
                        Show(display, whole, await progress());
                    }
                }

                await running;
            });

    public void OnItem(JobEvent item)
    {
        if (item.Result == ItemResult.Failed)
        {
            console.MarkupLineInterpolated($"[red]{(item.IsDamaged ? JobEvent.DamagedWord : "failed")}[/] {PlainText.Of(item.Input)}: {PlainText.Of(item.Message)}");
        }
        else if (item.Result != ItemResult.Skipped)
        {
            eta.Completed(clock.Elapsed);
        }
    }

    public void OnInterrupted() => console.MarkupLine("[yellow]Stopping:[/] checkpointing the pictures in work ...");

    public void OnFinished(RunSummary summary, TimeSpan elapsed, bool complete)
    {
        foreach (var line in ClosingLines.For(summary, elapsed, complete))
        {
            console.WriteLine(line);
        }
    }

    public void Dispose() => pictures.Clear();

    private void Show(ProgressContext display, ProgressTask whole, JobProgress progress)
    {
        whole.MaxValue = Math.Max(progress.Total, 1);
        whole.Value = progress.Done;
        whole.Description = Describe(progress);
        foreach (var picture in progress.Active)
        {
            if (!pictures.TryGetValue(picture.Input, out var task))
            {
                task = pictures[picture.Input] = display.AddTask("");
            }

            task.MaxValue = Math.Max(picture.Steps, 1);
            task.Value = picture.Step;
            var state = picture.Steps == 0 ? "opening" : string.Create(CultureInfo.InvariantCulture, $"step {picture.Step}/{picture.Steps}");
            task.Description = Markup.Escape($"  {PlainText.Of(Path.GetFileName(picture.Input))}  {state}");
        }

        foreach (var gone in pictures.Keys.Except(progress.Active.Select(picture => picture.Input)).ToList())
        {
            pictures[gone].StopTask();
            pictures[gone].Value = pictures[gone].MaxValue;
            pictures.Remove(gone);
        }
    }

    private string Describe(JobProgress progress)
    {
        var seconds = Math.Max(clock.Elapsed.TotalSeconds, 0.1);
        var left = eta.Remaining(progress.Total - progress.Done) is var (low, high)
            ? $"{ClosingLines.Duration(low)} to {ClosingLines.Duration(high)} left"
            : "estimating the time left";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Done}/{progress.Total} pictures, {progress.Done / seconds * 60:0.0}/min, {progress.Steps / seconds:0.0} steps/s, {left}");
    }
}
