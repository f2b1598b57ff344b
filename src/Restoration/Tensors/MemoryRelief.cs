namespace BirD.Restoration.Tensors;

/// <summary>Tells the collector that a large picture has just let go of a lot.</summary>
/// <remarks>
/// Left to itself it waits while the machine has memory, and a scan's arrays are few but huge: what lies about would soon be more
/// than what is in use. Between regions, each of which computes for many seconds, a full collection costs nothing that shows.
/// </remarks>
internal static class MemoryRelief
{
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
