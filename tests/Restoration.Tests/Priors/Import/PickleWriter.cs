using System.Text;

namespace BirD.Restoration.Tests.Priors.Import;

/// <summary>Writes pickles opcode by opcode.</summary>
internal sealed class PickleWriter
{
    private readonly List<byte> _bytes = [];

    public PickleWriter Op(int op, params byte[] argument)
    {
        _bytes.Add((byte)op);
        _bytes.AddRange(argument);
        return this;
    }

    public PickleWriter Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Op('X', [.. BitConverter.GetBytes(bytes.Length), .. bytes]);
    }

    public PickleWriter Int(long value) => Op(0x8a, [8, .. BitConverter.GetBytes(value)]);

    public PickleWriter Ints(long[] values)
    {
        Op('(');
        foreach (var value in values)
        {
            Int(value);
        }

        return Op('t');
    }

    public PickleWriter Global(string module, string name) => Op('c', Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public byte[] ToArray() => [.. _bytes];
}
