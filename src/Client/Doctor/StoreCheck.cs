using BirD.Storage;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Local;

namespace BirD.Client.Doctor;

/// <summary>Writes, swaps conditionally, reads and deletes in a folder of its own below the output, which it removes again.</summary>
internal static class StoreCheck
{
    public static async Task<Finding> RunAsync(string output)
    {
        var folder = Path.Combine(Path.GetFullPath(output), $".bird-doctor-{Guid.NewGuid():N}");
        try
        {
            var store = new FileObjectStore(folder);
            var first = await store.PutAsync("probe", "one"u8.ToArray(), PutCondition.Absent);
            var second = await store.PutAsync("probe", "two"u8.ToArray(), PutCondition.Match(first!.Value));
            var refused = await store.PutAsync("probe", "three"u8.ToArray(), PutCondition.Match(first.Value));
            var content = (await store.GetAsync("probe"))?.Content.Span.SequenceEqual("two"u8) == true;
            return second is not null && refused is null && content
                ? new Finding("store", Finding.Ok, $"{Path.GetFullPath(output)} keeps what is written and refuses stale writes")
                : new Finding("store", Finding.Fail, "a conditional write went wrong", "Choose a folder on a local disk.");
        }
        catch (Exception e) when (e is StoreException or UnauthorizedAccessException)
        {
            return new Finding("store", Finding.Fail, e.Message, "Choose a folder that you can write to.");
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
