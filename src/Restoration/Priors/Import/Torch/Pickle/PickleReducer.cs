namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>Turns the calls that a state dictionary writes into data.</summary>
internal sealed class PickleReducer(string file)
{
    private readonly Dictionary<string, PickleStorage> _storages = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, PickleStorage> Storages => _storages;

    /// <summary>What "calling" an allowed global yields.</summary>
    /// <exception cref="PriorException">The callee is no allowed callable, or its arguments have another form.</exception>
    public object Reduce(object? callee, object? arguments) => (callee, arguments) switch
    {
        (PickleGlobal { Name: PickleGlobals.OrderedDict }, PickleTuple { Items: [] }) => new PickleDict(),
        (PickleGlobal { Name: PickleGlobals.RebuildTensor },
            PickleTuple { Items: [PickleStorage storage, long offset, PickleTuple shape, PickleTuple stride, ..] }) =>
            new StoredTensor("", Longs(shape), Longs(stride), offset, storage.Type, storage.Key, storage.Length),
        (PickleGlobal { Name: PickleGlobals.RebuildParameter }, PickleTuple { Items: [StoredTensor tensor, ..] }) => tensor,
        (PickleGlobal global, _) => throw Refused($"calls '{global.Name}' with arguments of an unknown form"),
        _ => throw Refused("calls something that is no function"),
    };

    /// <summary>The storage that a persistent id ('storage', type, key, location, count[, view]) names.</summary>
    /// <exception cref="PriorException">Another form, or a view from before PyTorch 0.4.</exception>
    public PickleStorage Storage(object? id) => id switch
    {
        PickleTuple { Items: ["storage", PickleGlobal { Storage: { } type }, string key, string, long count, null] } =>
            Remember(new PickleStorage(type, key, count)),
        PickleTuple { Items: ["storage", PickleGlobal { Storage: { } type }, string key, string, long count] } =>
            Remember(new PickleStorage(type, key, count)),
        _ => throw Refused("names a storage in an unknown form"),
    };

    private PickleStorage Remember(PickleStorage storage) => _storages[storage.Key] = storage;

    private long[] Longs(PickleTuple tuple) =>
        [.. tuple.Items.Select(item => item is long value ? value : throw Refused("has a shape that is not made of integers"))];

    private PriorException Refused(string what) =>
        new($"'{file}' {what}. It was refused and nothing was run. Load it in Python and save only its state_dict().");
}
