using System.Globalization;
using BirD.Storage.Objects;

namespace BirD.Storage.Inputs.Local;

/// <summary>Originals below one directory, opened for reading only and never outside that directory.</summary>
public sealed class FileInputStore(string directory) : IInputStore
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        var path = Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            // A link inside the folder that leads out of it is not part of what the user named.
            LocalLinks.Refuse(root, path);

            // Shared with writers: a scanner may still hold the file; a later hash mismatch is caught by the sidecar.
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
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputMissingException($"{path} is not there any more.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InputMissingException($"{path} can't be read: no permission, or it is a folder.", e);
        }
    }

    public Task<InputStamp> StampAsync(string key, CancellationToken cancellationToken = default)
    {
        ObjectKey.Validate(key);
        var path = Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));
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
}

public sealed class FileInputStoreFactory : IInputStoreFactory
{
    public IInputStore Open(string location) => new FileInputStore(location);
}
