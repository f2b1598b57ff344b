using System.Buffers.Binary;
using System.Text;

namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>Reads the arguments of pickle opcodes, byte-exactly: what follows a pickle is not touched.</summary>
internal sealed class PickleInput(Stream stream)
{
    private const int MostText = 1 << 20;

    private readonly byte[] _small = new byte[8];

    public byte Byte() => Bytes(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8));

    public void Skip8() => Bytes(8);

    public byte[] Block(int length)
    {
        if (length is < 0 or > MostText)
        {
            throw new InvalidDataException($"A text of {length} bytes is not plausible.");
        }

        var block = new byte[length];
        stream.ReadExactly(block);
        return block;
    }

    public string Text(int length) => Encoding.UTF8.GetString(Block(length));

    /// <summary>Text up to a line feed, without it.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (var b = Byte(); b != '\n'; b = Byte())
        {
            line.Add(b);
            if (line.Count > 1000)
            {
                throw new InvalidDataException("A name of more than 1000 bytes is not plausible.");
            }
        }

        return Encoding.UTF8.GetString([.. line]);
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        stream.ReadExactly(_small, 0, count);
        return _small.AsSpan(0, count);
    }
}
