namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>The operand stack with its marks.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _items = [];
    private readonly Stack<int> _marks = new();

    public void Clear()
    {
        _items.Clear();
        _marks.Clear();
    }

    public void Push(object? value) => _items.Add(value);

    public void Mark() => _marks.Push(_items.Count);

    public object? Peek() => _items.Count > Floor ? _items[^1] : throw Underflow();

    public object? Pop() => Pop(1)[0];

    public object?[] Pop(int count)
    {
        if (_items.Count - Floor < count)
        {
            throw Underflow();
        }

        return Cut(_items.Count - count);
    }

    public object?[] PopToMark() => _marks.TryPop(out var mark) ? Cut(mark) : throw Underflow();

    public void Append(object?[] items)
    {
        if (Peek() is not List<object?> list)
        {
            throw new InvalidDataException("Items are added to something that is no list.");
        }

        list.AddRange(items);
    }

    private int Floor => _marks.TryPeek(out var mark) ? mark : 0;

    private object?[] Cut(int from)
    {
        var cut = _items.GetRange(from, _items.Count - from).ToArray();
        _items.RemoveRange(from, cut.Length);
        return cut;
    }

    private static InvalidDataException Underflow() => new("The pickle takes more from its stack than it put there.");
}
