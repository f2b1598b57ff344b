using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Hosting.Identity;

internal sealed partial class CredentialRefresher
{
    [LoggerMessage(EventIds.CredentialsNotRead, LogLevel.Warning, "The silo's certificates could not be read again; those that are known hold on: {Reason}")]
    private partial void LogNotRead(string reason);
}
