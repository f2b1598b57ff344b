namespace BirD.Storage.Inputs.Local;

/// <summary>Reads a file when nobody has written to it for a while: a scanner or a copy may still be at work on it.</summary>
/// <remarks>
/// Half a TIFF is told from a whole one only sometimes, and then as damaged. Size and time of the last change are looked at
/// before and after: if they differ, what was read is nobody's file and is read again.
/// </remarks>
/// <param name="time">Waits.</param>
public sealed class QuietFile(TimeProvider time)
{
    /// <summary>Without a change for this long, a file counts as written: scanners and copies write many times a second.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Longer than a slow scan of one picture takes; a file that still grows then is tried again by the next run.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="path">The file.</param>
    /// <param name="read">Reads it, as often as need be.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="InputMissingException">It is still being written.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string path, Func<Task<ReadOnlyMemory<byte>>> read, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        do
        {
            var (length, changed) = Look(path);
            if (Rest(changed) is { } rest)
            {
                await Task.Delay(rest, time, cancellationToken);
                continue;
            }

            var bytes = await read();
            if (Look(path) == (length, changed))
            {
                return bytes;
            }
        }
        while (time.GetElapsedTime(started) < Patience);
        throw new InputMissingException($"{path} is still being written. Run again when it is whole.");
    }

    /// <summary>How long to wait; null when it is quiet already, or dated in the future by another machine's clock.</summary>
    private TimeSpan? Rest(DateTime changed) =>
        time.GetUtcNow().UtcDateTime - changed is var age && age >= TimeSpan.Zero && age < Quiet ? Quiet - age : null;

    private static (long Length, DateTime Changed) Look(string path)
    {
        var file = new FileInfo(path);
        return (file.Length, file.LastWriteTimeUtc);
    }
}
