namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>A Python dict or OrderedDict: entries in order of insertion. Attributes set on it are dropped.</summary>
internal sealed class PickleDict
{
    public List<(object? Key, object? Value)> Entries { get; } = [];

    public IEnumerable<string> Names => Entries.Select(e => e.Key).OfType<string>();

    public object? Find(string key) => Entries.FindLast(e => e.Key is string name && name == key).Value;
}

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A storage named by a persistent id, not yet viewed as a tensor.</summary>
internal sealed record PickleStorage(ElementType Type, string Key, long Length);

/// <summary>A global that <see cref="PickleGlobals"/> allows.</summary>
internal sealed record PickleGlobal(string Name, ElementType? Storage);
