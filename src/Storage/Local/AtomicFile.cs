using System.Diagnostics.CodeAnalysis;

namespace BirD.Storage.Local;

/// <summary>Writes a file so that its final name shows the old or the new content, never a part of either.</summary>
/// <remarks>
/// Temporary name in the same directory, flush to the device, rename. The directory is not flushed: after a power cut a
/// rename may be undone, which shows the old content, and that is allowed.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>Start of every temporary name: hidden, and recognisable to whoever sweeps.</summary>
    public const string TemporaryPrefix = ".bird-tmp-";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Pauses of 50 ms to 0.8 s are made, 1.6 s together: three times what a scanner takes.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1.6);

    /// <param name="path">The final name; its directory is made where it is missing.</param>
    /// <param name="content">All of it.</param>
    /// <param name="modified">Time of the last change that the file is to bear; null for now.</param>
    /// <param name="secret">Whether nobody but this user may read it, from its first moment on (not on Windows, where the directory's rights hold).</param>
    /// <exception cref="StoreException">No space, no permission, or the directory is a file.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, DateTimeOffset? modified = null, bool secret = false)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, TemporaryPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var stream = new FileStream(temporary, Options(secret)))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            if (modified is { } time)
            {
                File.SetLastWriteTimeUtc(temporary, time.UtcDateTime);
            }

            Move(temporary, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            throw LocalFailure.Explain(path, e);
        }
    }

    private static FileStreamOptions Options(bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Brings a whole file under its final name.</summary>
    /// <exception cref="StoreException">It can't be renamed.</exception>
    public static void Rename(string from, string to)
    {
        try
        {
            Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain(to, e);
        }
    }

    /// <summary>
    /// Renames. On Windows a virus scanner holds a new file for half a second, and indexers hold old ones: there it is tried again.
    /// </summary>
    private static void Move(string from, string to)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && OperatingSystem.IsWindows() && pause < LongestPause)
            {
                Thread.Sleep(pause);
            }
        }
    }

    /// <summary>Removes what interrupted writers left in a directory.</summary>
    public static void Sweep(string directory, SearchOption depth = SearchOption.AllDirectories)
    {
        if (Directory.Exists(directory))
        {
            foreach (var leftover in Directory.EnumerateFiles(directory, TemporaryPrefix + "*", depth))
            {
                Discard(leftover);
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A leftover that can't be removed is harmless; the failure that matters is already on its way.")]
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next sweep tries again.
        }
    }
}
