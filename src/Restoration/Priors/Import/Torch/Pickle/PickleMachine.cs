using System.Numerics;

namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>A pickle reader for state dictionaries: builds plain data and knows no way to import or call anything.</summary>
/// <remarks>
/// Python's pickle is a program; this machine knows the opcodes of <see cref="PickleOp"/> and the names of
/// <see cref="PickleGlobals"/>. Everything else ends the reading with its name.
/// </remarks>
internal sealed class PickleMachine(string file, Stream stream)
{
    private readonly PickleInput _in = new(stream);
    private readonly PickleStack _stack = new();
    private readonly Dictionary<int, object?> _memo = [];
    private readonly PickleReducer _reducer = new(file);

    /// <summary>Every storage that the latest pickle names, by key.</summary>
    public IReadOnlyDictionary<string, PickleStorage> Storages => _reducer.Storages;

    /// <summary>Reads one pickle; the stream then stands right behind it.</summary>
    /// <exception cref="PriorException">A refused opcode or global, by name.</exception>
    /// <exception cref="EndOfStreamException">The stream ends inside the pickle.</exception>
    /// <exception cref="InvalidDataException">No well-formed pickle.</exception>
    public object? Load()
    {
        _stack.Clear();
        _memo.Clear();
        for (var op = (PickleOp)_in.Byte(); op != PickleOp.Stop; op = (PickleOp)_in.Byte())
        {
            if (!Literal(op) && !Container(op) && !Reference(op))
            {
                throw new PriorException(
                    $"'{file}' uses the pickle opcode 0x{(int)op:x2}{Name(op)}, which a state dictionary does not need. It was refused and nothing was run.");
            }
        }

        return _stack.Pop();
    }

    private static string Name(PickleOp op) => (int)op is > 32 and < 127 ? $" '{(char)op}'" : "";

    private bool Literal(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.None: _stack.Push(null); return true;
            case PickleOp.NewTrue: _stack.Push(true); return true;
            case PickleOp.NewFalse: _stack.Push(false); return true;
            case PickleOp.BinInt: _stack.Push((long)_in.Int32()); return true;
            case PickleOp.BinInt1: _stack.Push((long)_in.Byte()); return true;
            case PickleOp.BinInt2: _stack.Push((long)_in.UInt16()); return true;
            case PickleOp.Long1: PushLong(_in.Block(_in.Byte())); return true;
            case PickleOp.BinFloat: _stack.Push(_in.Double()); return true;
            case PickleOp.BinUnicode: _stack.Push(_in.Text(_in.Int32())); return true;
            case PickleOp.ShortBinUnicode: _stack.Push(_in.Text(_in.Byte())); return true;
            case PickleOp.BinString: _stack.Push(_in.Text(_in.Int32())); return true;
            case PickleOp.ShortBinString: _stack.Push(_in.Text(_in.Byte())); return true;
            default: return false;
        }
    }

    private bool Container(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Mark: _stack.Mark(); return true;
            case PickleOp.EmptyTuple: _stack.Push(new PickleTuple([])); return true;
            case PickleOp.Tuple: _stack.Push(new PickleTuple(_stack.PopToMark())); return true;
            case PickleOp.Tuple1: _stack.Push(new PickleTuple(_stack.Pop(1))); return true;
            case PickleOp.Tuple2: _stack.Push(new PickleTuple(_stack.Pop(2))); return true;
            case PickleOp.Tuple3: _stack.Push(new PickleTuple(_stack.Pop(3))); return true;
            case PickleOp.EmptyDict: _stack.Push(new PickleDict()); return true;
            case PickleOp.SetItem: SetItems(_stack.Pop(2)); return true;
            case PickleOp.SetItems: SetItems(_stack.PopToMark()); return true;
            case PickleOp.EmptyList: _stack.Push(new List<object?>()); return true;
            case PickleOp.Append: _stack.Append(_stack.Pop(1)); return true;
            case PickleOp.Appends: _stack.Append(_stack.PopToMark()); return true;
            default: return false;
        }
    }

    private bool Reference(PickleOp op)
    {
        switch (op)
        {
            case PickleOp.Proto: _in.Byte(); return true;
            case PickleOp.Frame: _in.Skip8(); return true;
            case PickleOp.Memoize: _memo[_memo.Count] = _stack.Peek(); return true;
            case PickleOp.BinPut: _memo[_in.Byte()] = _stack.Peek(); return true;
            case PickleOp.LongBinPut: _memo[_in.Int32()] = _stack.Peek(); return true;
            case PickleOp.BinGet: _stack.Push(Recall(_in.Byte())); return true;
            case PickleOp.LongBinGet: _stack.Push(Recall(_in.Int32())); return true;
            case PickleOp.Global: _stack.Push(PickleGlobals.Resolve(file, _in.Line(), _in.Line())); return true;
            case PickleOp.StackGlobal: _stack.Push(StackGlobal(_stack.Pop(2))); return true;
            case PickleOp.BinPersId: _stack.Push(_reducer.Storage(_stack.Pop())); return true;
            case PickleOp.Reduce: Reduce(_stack.Pop(2)); return true;
            case PickleOp.Build: Build(_stack.Pop(1)); return true;
            default: return false;
        }
    }

    private void PushLong(byte[] bytes)
    {
        var value = new BigInteger(bytes);
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            _stack.Push((long)value);
        }
        else
        {
            _stack.Push(value);
        }
    }

    private object? Recall(int index) =>
        _memo.TryGetValue(index, out var value) ? value : throw new InvalidDataException($"The pickle recalls entry {index}, which it never stored.");

    private PickleGlobal StackGlobal(object?[] names) => names is [string module, string name]
        ? PickleGlobals.Resolve(file, module, name)
        : throw new InvalidDataException("A global has no name.");

    private void Reduce(object?[] call) => _stack.Push(_reducer.Reduce(call[0], call[1]));

    /// <remarks>State dictionaries carry version notes in an attribute; attributes of anything else would mean objects.</remarks>
    private void Build(object?[] state)
    {
        if (_stack.Peek() is not PickleDict || state[0] is not PickleDict)
        {
            throw new PriorException($"'{file}' sets attributes on an object, which a state dictionary does not need. It was refused and nothing was run.");
        }
    }

    private void SetItems(object?[] items)
    {
        if (_stack.Peek() is not PickleDict dictionary || items.Length % 2 != 0)
        {
            throw new InvalidDataException("Entries are added to something that is no dictionary.");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Entries.Add((items[i], items[i + 1]));
        }
    }
}
