using System.Buffers.Binary;

namespace BirD.Client.Bench.Fuzz;

/// <summary>Damages a file the way disks, cables and enemies do. The seed alone decides how.</summary>
internal static class Mutator
{
    private static readonly uint[] Interesting = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x10000, 0x40000000];

    public static byte[] Mutate(byte[] file, Random random, byte[] other)
    {
        var bytes = (byte[])file.Clone();
        for (var times = 1 + random.Next(4); times > 0; times--)
        {
            bytes = random.Next(9) switch
            {
                0 => FlipBits(bytes, random),
                1 => Overwrite(bytes, random),
                2 or 3 => PutNumber(bytes, random),
                4 => bytes[..random.Next(bytes.Length + 1)],
                5 => Remove(bytes, random),
                6 => Repeat(bytes, random),
                7 => Zero(bytes, random),
                _ => Splice(bytes, random, other),
            };
        }

        return bytes;
    }

    private static byte[] FlipBits(byte[] bytes, Random random)
    {
        for (var n = bytes.Length == 0 ? 0 : 1 + random.Next(16); n > 0; n--)
        {
            bytes[Place(bytes, random)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private static byte[] Overwrite(byte[] bytes, Random random)
    {
        var (start, length) = Range(bytes, random, 64);
        random.NextBytes(bytes.AsSpan(start, length));
        return bytes;
    }

    /// <summary>Sizes, counts and offsets are where decoders go wrong.</summary>
    private static byte[] PutNumber(byte[] bytes, Random random)
    {
        var value = Interesting[random.Next(Interesting.Length)];
        var target = bytes.AsSpan(bytes.Length == 0 ? 0 : Place(bytes, random));
        if (target.Length >= 4 && random.Next(2) == 0)
        {
            if (random.Next(2) == 0)
            {
                BinaryPrimitives.WriteUInt32BigEndian(target, value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target, value);
            }
        }
        else if (target.Length >= 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)value);
        }

        return bytes;
    }

    private static byte[] Remove(byte[] bytes, Random random)
    {
        var (start, length) = Range(bytes, random, 256);
        return [.. bytes[..start], .. bytes[(start + length)..]];
    }

    private static byte[] Repeat(byte[] bytes, Random random)
    {
        var (start, length) = Range(bytes, random, 512);
        return [.. bytes[..(start + length)], .. bytes[start..]];
    }

    private static byte[] Zero(byte[] bytes, Random random)
    {
        var (start, length) = Range(bytes, random, 4096);
        bytes.AsSpan(start, length).Clear();
        return bytes;
    }

    private static byte[] Splice(byte[] bytes, Random random, byte[] other) =>
        [.. bytes[..random.Next(bytes.Length + 1)], .. other[random.Next(other.Length)..]];

    // Half of the hits go to the head, which is small and decides the rest.
    private static int Place(byte[] bytes, Random random) =>
        random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 256)) : random.Next(bytes.Length);

    private static (int Start, int Length) Range(byte[] bytes, Random random, int most)
    {
        var start = random.Next(bytes.Length + 1);
        return (start, random.Next(Math.Min(most, bytes.Length - start) + 1));
    }
}
