using BirD.Client.Output;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace BirD.Client.Embedded;

/// <summary>Log lines for people: one line each, and the inside of the program only for those who asked for it.</summary>
/// <param name="stacks">Whether exceptions are shown whole.</param>
internal sealed class OneLineFormatter(bool stacks) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "bird";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        textWriter.WriteLine(PlainText.Of($"{Word(logEntry.LogLevel)}: {message}{Reason(logEntry.Exception, message)}"));
        if (stacks && logEntry.Exception is { } failure)
        {
            textWriter.WriteLine(failure);
        }
    }

    private static string Reason(Exception? failure, string message) =>
        failure is null || message.Contains(failure.Message, StringComparison.Ordinal) ? "" : $": {failure.Message}";

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };
}
