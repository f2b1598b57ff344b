using System.Diagnostics;
using System.Globalization;
using BirD.Restoration.Imaging.Faults;

namespace BirD.Restoration.Imaging.Isolation;

/// <summary>One helper process, as its host sees it. Used by one thread at a time.</summary>
internal sealed class DecodeProcess : IDisposable
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(100);
    private readonly DecodeHelperOptions options;
    private readonly Process process;
    private readonly BinaryWriter requests;
    private readonly BinaryReader answers;
    private volatile string? killedBecause;

    /// <exception cref="IOException">The helper can't be started.</exception>
    public DecodeProcess(DecodeHelperOptions options)
    {
        this.options = options;
        var start = new ProcessStartInfo(options.FileName, options.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
        };
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new IOException($"The decode helper {options.FileName} can't be started: {e.Message}", e);
        }

        // What a dying decoder prints is of no use to the user, but a full pipe would stop it.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        requests = new BinaryWriter(new BufferedStream(process.StandardInput.BaseStream, 1 << 16));
        answers = new BinaryReader(new BufferedStream(process.StandardOutput.BaseStream, 1 << 16));
    }

    /// <exception cref="PictureException">The picture is refused.</exception>
    /// <exception cref="DecodeHelperException">The helper died over it, or was ended because it took too much.</exception>
    public DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page)
    {
        var clock = Stopwatch.StartNew();
        using var watch = new Timer(_ => Watch(clock), null, WatchPeriod, WatchPeriod);
        try
        {
            DecodeWire.WriteRequest(requests, bytes.Span, limits, page);
            return DecodeWire.ReadAnswer(answers, bytes, page);
        }
        catch (IOException e)
        {
            process.WaitForExit(WatchPeriod);
            throw killedBecause is { } reason
                ? new DecodeHelperException(reason, wasEnded: true, e)
                : new DecodeHelperException(
                    $"the decoder crashed{(process.HasExited ? string.Create(CultureInfo.InvariantCulture, $" (exit code {process.ExitCode})") : "")}", wasEnded: false, e);
        }
    }

    public void Dispose()
    {
        Kill();
        answers.Dispose();
        try
        {
            requests.Dispose();
        }
        catch (IOException)
        {
            // What it had not yet been told can't be told any more.
        }

        process.Dispose();
    }

    private void Watch(Stopwatch clock)
    {
        if (clock.Elapsed > options.Timeout)
        {
            killedBecause = string.Create(CultureInfo.InvariantCulture, $"decoding took longer than {options.Timeout.TotalSeconds:0.#} s");
            Kill();
        }
        else if (Resident() > options.MemoryBytes)
        {
            killedBecause = $"decoding took more than {options.MemoryBytes >> 20} MiB of memory";
            Kill();
        }
    }

    private long Resident()
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it has ended; the reader notices
        }
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
