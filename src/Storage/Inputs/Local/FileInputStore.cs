using BirD.Storage.Files;
using System.Globalization;
using BirD.Storage.Objects;

namespace BirD.Storage.Inputs.Local;

/// <summary>Originals below one directory, opened for reading only and never outside that directory.</summary>
/// <param name="directory">The root.</param>
/// <param name="quiet">Waits until files that are still being written have settled; null to read whatever is there.</param>
public sealed class FileInputStore(string directory, QuietFile? quiet = null) : IInputStore
{
    internal const string NoUtf8 =
        "has a name that is no UTF-8 (older systems wrote Latin-1 and the like), so it can't be opened. Rename it, for example with: convmv -r -f latin1 -t utf8 --notest FOLDER.";

    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        try
        {
            // A link inside the folder that leads out of it is not part of what the user named.
            LocalLinks.Refuse(root, path);

            // A pipe or a device is not even opened: that alone may never end.
            return FileFacts.Of(path).Kind == FileKind.Special
                ? throw new InputMissingException($"{path} is no file but a pipe, a socket or a device.")
                : quiet is null
                    ? await ReadNowAsync(path, maxBytes, cancellationToken)
                    : await quiet.ReadAsync(path, () => ReadNowAsync(path, maxBytes, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputMissingException(path.Contains('\uFFFD', StringComparison.Ordinal) ? $"{path} {NoUtf8}" : $"{path} is not there any more.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputMissingException($"{path} can't be read: no permission, or it is a folder.", e);
        }
    }

    public Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default)
    {
        var path = PathOf(key);
        try
        {
            LocalLinks.Refuse(root, path);
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
            return Task.FromResult(new InputStamp(target.Length, target.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputMissingException($"{path} is not there any more, or can't be looked at.", e);
        }
    }

    public Task<DateTimeOffset?> ModifiedAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult<DateTimeOffset?>(new FileInfo(PathOf(key)) is { Exists: true } file ? file.LastWriteTimeUtc : null);

    private static async Task<ReadOnlyMemory<byte>> ReadNowAsync(string path, long maxBytes, CancellationToken cancellationToken)
    {
        // Shared with writers: a scanner may still hold the file.
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (stream.Length > maxBytes)
        {
            throw new InputTooLargeException($"{path} has {stream.Length:N0} bytes; the limit is {maxBytes:N0}.");
        }

        var bytes = new byte[stream.Length];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return bytes.AsMemory(0, read);
    }

    private string PathOf(string key)
    {
        ObjectKey.Validate(key);
        return Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));
    }
}

public sealed class FileInputStoreFactory : IInputStoreFactory
{
    public IInputStore Open(string location) => new FileInputStore(location, new QuietFile(TimeProvider.System));
}
