using BirD.Storage.Objects;

namespace BirD.Storage.Conformance;

public sealed class MemoryObjectStoreTests : ObjectStoreConformance
{
    private readonly MemoryObjectStore store = new();

    protected override IObjectStore Store => store;

    protected override IObjectStore SecondClient() => store;
}
