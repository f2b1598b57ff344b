using System.Globalization;
using BirD.Restoration.Priors.Import;
using Spectre.Console;

namespace BirD.Client.PriorTools;

/// <summary>Shows how far an import is, on standard error: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class ImportProgressDisplay
{
    public static Task<T> RunAsync<T>(Func<IProgress<ImportProgress>, Task<T>> work) => Console.IsErrorRedirected
        ? work(new Lines(TimeProvider.System))
        : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
            .Progress().AutoClear(true)
            .StartAsync(display => work(new Bar(display.AddTask(Word(ImportStage.Hashing)))));

    private static string Word(ImportStage stage) => stage switch
    {
        ImportStage.Hashing => "reading the checkpoint",
        ImportStage.Writing => "writing weights",
        _ => "finishing",
    };

    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.Description = Word(value.Stage);
            task.IsIndeterminate = value.BytesTotal == 0;
            task.MaxValue = Math.Max(value.BytesTotal, 1);
            task.Value = value.BytesDone;
        }
    }

    /// <summary>Small models are done before the first line would be due.</summary>
    private sealed class Lines(TimeProvider time) : IProgress<ImportProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
        private long last = time.GetTimestamp();

        public void Report(ImportProgress value)
        {
            if (time.GetElapsedTime(last) >= Pause && value.BytesTotal > 0)
            {
                last = time.GetTimestamp();
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{Word(value.Stage)}: {value.BytesDone / 1e6:0} of {value.BytesTotal / 1e6:0} MB"));
            }
        }
    }
}
