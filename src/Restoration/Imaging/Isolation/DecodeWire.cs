using System.Runtime.InteropServices;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging.Isolation;

/// <summary>What passes between a host and its decode helper: one request, one answer, over two pipes.</summary>
internal static class DecodeWire
{
    private const byte Decoded = 1;
    private const byte Refused = 2;
    private const int ChunkSamples = 1 << 18;

    public static void WriteRequest(BinaryWriter writer, ReadOnlySpan<byte> bytes, DecodeLimits limits, int page)
    {
        writer.Write(page);
        writer.Write(limits.MaxBytes);
        writer.Write(limits.MaxPixels);
        writer.Write(limits.MaxPages);
        writer.Write(limits.ShrinkTo);
        writer.Write(bytes.Length);
        writer.Write(bytes);
        writer.Flush();
    }

    public static (byte[] Bytes, DecodeLimits Limits, int Page) ReadRequest(BinaryReader reader, int page)
    {
        var limits = new DecodeLimits
        {
            MaxBytes = reader.ReadInt64(), MaxPixels = reader.ReadInt64(), MaxPages = reader.ReadInt32(), ShrinkTo = reader.ReadInt32(),
        };
        var bytes = new byte[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(bytes);
        return (bytes, limits, page);
    }

    public static void WriteRefusal(BinaryWriter writer, PictureException refusal)
    {
        writer.Write(Refused);
        writer.Write((int)refusal.Fault);
        writer.Write(refusal.Message);
        writer.Flush();
    }

    public static void WriteImage(BinaryWriter writer, DecodedImage image)
    {
        writer.Write(Decoded);
        writer.Write(image.Format);
        writer.Write(image.BitDepth);
        writer.Write(image.PageCount);
        writer.Write(image.IsMask);
        writer.Write(image.IsTurned);
        writer.Write((int)image.Extra);
        writer.Write(image.Notes.Count);
        foreach (var note in image.Notes)
        {
            writer.Write(note);
        }

        writer.Write(image.Damage ?? "");
        writer.Write(image.Pixels.Channels);
        writer.Write(image.Pixels.Height);
        writer.Write(image.Pixels.Width);
        writer.Write(image.Alpha is not null);
        WriteSamples(writer, image.Pixels.Data, image.BitDepth);
        WriteSamples(writer, image.Alpha?.Data ?? [], image.BitDepth);
        writer.Flush();
    }

    /// <exception cref="PictureException">The helper refused the picture.</exception>
    /// <exception cref="EndOfStreamException">The helper died.</exception>
    public static DecodedImage ReadAnswer(BinaryReader reader, ReadOnlyMemory<byte> source, int page)
    {
        if (reader.ReadByte() == Refused)
        {
            throw new PictureException((PictureFault)reader.ReadInt32(), reader.ReadString());
        }

        var (format, depth, pages, mask, turned) = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadBoolean());
        var extra = (ExtraPlane)reader.ReadInt32();
        var notes = new string[reader.ReadInt32()];
        for (var n = 0; n < notes.Length; n++)
        {
            notes[n] = reader.ReadString();
        }

        var damage = reader.ReadString();
        var pixels = new ImageTensor(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var alpha = reader.ReadBoolean() ? new ImageTensor(1, pixels.Height, pixels.Width) : null;
        ReadSamples(reader, pixels.Data, depth);
        ReadSamples(reader, alpha?.Data ?? [], depth);
        return new DecodedImage(pixels, alpha, format, depth, source)
        {
            Page = page, PageCount = pages, IsMask = mask, IsTurned = turned, Extra = extra, Notes = notes, Damage = damage.Length == 0 ? null : damage,
        };
    }

    // As the codes of the file, not as floats: a quarter or half of the bytes, and code / maximum is exact both ways.
    private static void WriteSamples(BinaryWriter writer, ReadOnlySpan<float> values, int depth)
    {
        var (bytes, scratch, most) = (new byte[ChunkSamples * (depth / 8)], new float[ChunkSamples], SampleCodes.MostOf(depth));
        for (; !values.IsEmpty; values = values[Math.Min(ChunkSamples, values.Length)..])
        {
            var chunk = values[..Math.Min(ChunkSamples, values.Length)];
            var codes = bytes.AsSpan(0, chunk.Length * (depth / 8));
            if (depth == 16)
            {
                SampleCodes.FromUnit(chunk, MemoryMarshal.Cast<byte, ushort>(codes), most, scratch);
            }
            else
            {
                SampleCodes.FromUnit(chunk, codes, most, scratch);
            }

            writer.Write(codes);
        }
    }

    private static void ReadSamples(BinaryReader reader, Span<float> values, int depth)
    {
        var (bytes, most) = (new byte[ChunkSamples * (depth / 8)], SampleCodes.MostOf(depth));
        for (; !values.IsEmpty; values = values[Math.Min(ChunkSamples, values.Length)..])
        {
            var chunk = values[..Math.Min(ChunkSamples, values.Length)];
            var codes = bytes.AsSpan(0, chunk.Length * (depth / 8));
            reader.BaseStream.ReadExactly(codes);
            if (depth == 16)
            {
                SampleCodes.ToUnit<ushort>(MemoryMarshal.Cast<byte, ushort>(codes), chunk, most);
            }
            else
            {
                SampleCodes.ToUnit<byte>(codes, chunk, most);
            }
        }
    }
}
