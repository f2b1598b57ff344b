using System.Globalization;
using System.Text;

namespace BirD.Storage.Local;

/// <summary>One run at a time on one state directory; the operating system lets go when the process dies, however it dies.</summary>
public sealed class LocalRunLock : IDisposable
{
    private readonly FileStream file;

    private LocalRunLock(FileStream file) => this.file = file;

    /// <exception cref="StoreException">Another process holds it (the message names it), or the directory can't be written.</exception>
    public static LocalRunLock Acquire(string stateDirectory, TimeProvider time)
    {
        var (path, note) = (Path.Combine(stateDirectory, "run.lock"), Path.Combine(stateDirectory, "run.pid"));
        try
        {
            Directory.CreateDirectory(stateDirectory);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var text = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {time.GetUtcNow():u}");
            AtomicFile.Write(note, Encoding.UTF8.GetBytes(text));
            return new LocalRunLock(file);
        }
        catch (IOException e) when (KeyedLock.IsHeldElsewhere(e))
        {
            var holder = File.Exists(note) ? File.ReadAllText(note) : "another process";
            throw new StoreException($"{stateDirectory} is in use by {holder}. Wait for it, or choose another output folder.", e);
        }
        catch (Exception e) when (e is IOException and not StoreException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain(path, e);
        }
    }

    public void Dispose() => file.Dispose();
}
