using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace BirD.Storage.Local;

/// <summary>One writer per key, over all threads of this process and all processes of this host.</summary>
/// <remarks>
/// Threads queue on a semaphore; processes on an exclusively opened file, which the operating system releases when its
/// owner dies. Keys share 64 lock files: a collision only costs waiting, and the files never pile up.
/// </remarks>
internal sealed class KeyedLock(string directory)
{
    private const int Files = 64;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(2);
    private readonly ConcurrentDictionary<int, SemaphoreSlim> gates = new();

    public async Task<IDisposable> AcquireAsync(string key, CancellationToken cancellationToken)
    {
        var slot = SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Files;
        var gate = gates.GetOrAdd(slot, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            return new Held(gate, await OpenAsync(slot, cancellationToken));
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    private async Task<FileStream> OpenAsync(int slot, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, $"{slot:x2}.lock");
        while (true)
        {
            try
            {
                Directory.CreateDirectory(directory);
                return Open(path);
            }
            catch (IOException e) when (IsHeldElsewhere(e))
            {
                // There is no asynchronous wait for another process's file lock; holders keep it for milliseconds.
                await Task.Delay(Retry, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw LocalFailure.Explain(path, e);
            }
        }
    }

    /// <summary>A lock file that another user made, an administrator for example, can be locked all the same: nothing is written into it.</summary>
    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException) when (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }

    /// <summary>EAGAIN (EWOULDBLOCK) on Unix, a sharing violation on Windows.</summary>
    internal static bool IsHeldElsewhere(IOException e) =>
        e.GetType() == typeof(IOException) && (e.HResult & 0xFFFF) is 11 or 35 or 32;

    private sealed class Held(SemaphoreSlim gate, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            gate.Release();
        }
    }
}
