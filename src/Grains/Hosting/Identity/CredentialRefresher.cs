using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BirD.Grains.Hosting.Identity;

/// <summary>Reads the credentials before the silo starts and every minute after, so that renewed ones are taken up without a restart.</summary>
internal sealed partial class CredentialRefresher(
    CredentialHolder holder, ICredentialSource source, TimeProvider time, ILogger<CredentialRefresher> logger) : BackgroundService
{
    /// <summary>Well within the announcement of a new certificate; one small read a minute and silo.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <exception cref="InvalidDataException">Without credentials a silo can't start.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        holder.Current = await source.ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var clock = new PeriodicTimer(Interval, time);
        while (await clock.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                holder.Current = await source.ReadAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The store may be away, a file half written: what is known holds on, and the next reading tells.
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogNotRead(e.Message);
            }
        }
    }
}
