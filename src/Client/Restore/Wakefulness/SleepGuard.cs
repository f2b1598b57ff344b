using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BirD.Client.Restore.Wakefulness;

/// <summary>Keeps the machine from going to sleep while a run is on, where the system offers that; elsewhere it does nothing.</summary>
/// <remarks>
/// Linux: systemd-inhibit holds the lock for as long as its child lives, and the child ends when our end of its pipe closes,
/// however we end. macOS: caffeinate watches our process. Windows: the thread's execution state, taken back at the end.
/// Screens may go dark, and whoever closes the lid or says "sleep" is obeyed where the system's rules say so.
/// </remarks>
internal sealed class SleepGuard : IDisposable
{
    private readonly Process? helper;

    private SleepGuard(Process? helper) => this.helper = helper;

    public static SleepGuard Hold()
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsExecutionState.StayAwake();
            return new SleepGuard(null);
        }

        return new SleepGuard(OperatingSystem.IsMacOS()
            ? Start("caffeinate", "-i", "-w", Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            : Start("systemd-inhibit", "--what=sleep:idle", "--who=bird", "--why=restoring pictures", "cat"));
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsExecutionState.Release();
        }

        if (helper is { HasExited: false })
        {
            helper.StandardInput.Close();
            helper.Kill(entireProcessTree: true);
        }

        helper?.Dispose();
    }

    private static Process? Start(string program, params string[] arguments)
    {
        try
        {
            // Its words are nobody's business: where there is no session bus, it complains, and the run goes on.
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
