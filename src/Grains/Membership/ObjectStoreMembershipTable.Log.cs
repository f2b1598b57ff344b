using BirD.Grains.Diagnostics;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Membership;

internal sealed partial class ObjectStoreMembershipTable
{
    [LoggerMessage(
        EventIds.MembershipWentBack,
        LogLevel.Warning,
        "{Key} came back at version {Found} after {Seen} had been seen: the store has lost writes. What this silo knew is put back as version {Written}")]
    private partial void LogWentBack(string key, int found, int seen, int written);
}
