using BirD.Storage.Local;

namespace BirD.Storage.Conformance;

public sealed class LocalRunLockTests
{
    [Fact]
    public void Acquire_WhileHeld_NamesTheHolder()
    {
        using var folder = new TempFolder();
        using (LocalRunLock.Acquire(folder.Path, TimeProvider.System))
        {
            Should.Throw<StoreException>(() => LocalRunLock.Acquire(folder.Path, TimeProvider.System))
                .Message.ShouldContain($"process {Environment.ProcessId}");
        }

        LocalRunLock.Acquire(folder.Path, TimeProvider.System).Dispose();
    }
}
