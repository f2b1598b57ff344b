using Microsoft.Extensions.Logging;

namespace BirD.Restoration.Hosting;

public static partial class RestorationServices
{
    [LoggerMessage(EventId = 2102, Level = LogLevel.Information, Message = "Data steps are taken on {Device}, where pictures stay between checkpoints.")]
    private static partial void LogOnTheDevice(ILogger logger, string device);

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Data steps are taken on the host, and pictures travel to {Device} and back at every step: {Reason}")]
    private static partial void LogOnTheHost(ILogger logger, string device, string reason);
}
