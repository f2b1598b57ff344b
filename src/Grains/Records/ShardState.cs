using System.Buffers.Binary;
using System.IO.Hashing;

namespace BirD.Grains.Records;

/// <summary>The durable part of a shard: a term, its steps, its reopenings and two bytes per item.</summary>
/// <remarks>
/// File format, little-endian: "BIRDSHRD", schema (uint32), term (uint32), item count (uint32), steps (int64; from schema 2
/// on), reopenings (uint32; from schema 3 on), status bytes, attempt bytes, XXH3-64 of everything before. An attempt byte holds
/// failed attempts (low four bits) and worker deaths (high four bits), each at most 15.
/// </remarks>
internal sealed class ShardState
{
    public const int Schema = 3;

    private const int HeaderLength = 32;
    private const int HashLength = 8;

    private readonly byte[] status;
    private readonly byte[] attempts;

    public ShardState(int items)
        : this(new byte[items], new byte[items])
    {
    }

    private ShardState(byte[] status, byte[] attempts) => (this.status, this.attempts) = (status, attempts);

    private static ReadOnlySpan<byte> Magic => "BIRDSHRD"u8;

    /// <summary>Activations of the shard so far.</summary>
    public int Term { get; set; }

    /// <summary>Diffusion steps taken under all leases that have ended, over all terms; those that go on are counted at their end.</summary>
    public long Steps { get; set; }

    /// <summary>How often an item that had its end was opened again, over all terms.</summary>
    public int Reopenings { get; private set; }

    public int Count => status.Length;

    public ItemStatus StatusOf(int item) => (ItemStatus)status[item];

    public void Finish(int item, ItemStatus final) => status[item] = (byte)final;

    /// <summary>Forgets an end and what led to it.</summary>
    public void Reopen(int item) => (status[item], attempts[item], Reopenings) = ((byte)ItemStatus.Open, 0, Reopenings + 1);

    public int AttemptsOf(int item) => attempts[item] & 0x0F;

    public int DeathsOf(int item) => attempts[item] >> 4;

    public void CountAttempt(int item) =>
        attempts[item] = (byte)((attempts[item] & 0xF0) | Math.Min(AttemptsOf(item) + 1, 15));

    public void CountDeath(int item) =>
        attempts[item] = (byte)((Math.Min(DeathsOf(item) + 1, 15) << 4) | AttemptsOf(item));

    public byte[] Encode()
    {
        var bytes = new byte[HeaderLength + (2 * Count) + HashLength];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Schema);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)Term);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), (uint)Count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(20), Steps);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), (uint)Reopenings);
        status.CopyTo(bytes, HeaderLength);
        attempts.CopyTo(bytes, HeaderLength + Count);
        var body = bytes.AsSpan(0, bytes.Length - HashLength);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(body.Length), XxHash3.HashToUInt64(body));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no shard record, of an unknown schema, or damaged.</exception>
    public static ShardState Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLengthOf(1) + HashLength || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException("Not a shard record.");
        }

        var schema = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (schema is < 1 or > Schema)
        {
            throw new InvalidDataException($"Shard record of schema {schema}; this version reads schemas 1 to {Schema}.");
        }

        var header = HeaderLengthOf(schema);
        var count = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        var body = bytes[..^HashLength];
        if (body.Length != header + (2L * count)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[^HashLength..]) != XxHash3.HashToUInt64(body))
        {
            throw new InvalidDataException("The shard record is damaged: length or hash do not fit.");
        }

        return new ShardState(body.Slice(header, count).ToArray(), body[(header + count)..].ToArray())
        {
            Term = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            Steps = schema < 2 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]),
            Reopenings = schema < 3 ? 0 : (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]),
        };
    }

    private static int HeaderLengthOf(uint schema) => schema switch { 1 => 20, 2 => 28, _ => HeaderLength };
}

/// <summary>A status byte of the shard record; the numbers are part of the file format.</summary>
internal enum ItemStatus : byte
{
    /// <summary>Not finished: ready, leased or waiting for a retry.</summary>
    Open = 0,
    Restored = 1,
    Unchanged = 2,
    Skipped = 3,
    Failed = 4,
}
