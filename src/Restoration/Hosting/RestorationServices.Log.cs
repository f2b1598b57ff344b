using Microsoft.Extensions.Logging;

namespace BirD.Restoration.Hosting;

public static partial class RestorationServices
{
    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "The prior runs on the CPU, which is many times slower: {Reason}")]
    private static partial void LogFallback(ILogger logger, string reason);

    [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "Data steps are taken on {Device}, where pictures stay between checkpoints.")]
    private static partial void LogOnTheDevice(ILogger logger, string device);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Data steps are taken on the host, and pictures travel to {Device} and back at every step: {Reason}")]
    private static partial void LogOnTheHost(ILogger logger, string device, string reason);
}
