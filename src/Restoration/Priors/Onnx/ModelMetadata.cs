using System.Text;

namespace BirD.Restoration.Priors.Onnx;

/// <summary>Reads a model's <c>metadata_props</c> and skips its graph, so that a large model is described in no time.</summary>
internal static class ModelMetadata
{
    private const int GraphField = 7;
    private const int MetadataField = 14;

    /// <summary>More than any entry of the contract needs; a longer one is no text for people.</summary>
    private const long MostEntryBytes = 1 << 20;

    /// <exception cref="PriorException">No readable file, or no ONNX model.</exception>
    public static IReadOnlyDictionary<string, string> Read(string file)
    {
        using var stream = PriorFile.Open(file);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        var hasGraph = false;
        try
        {
            while (stream.Position < stream.Length)
            {
                var (field, length) = Field(stream);
                var end = stream.Position + length;
                hasGraph |= field == GraphField;
                if (field == MetadataField && length <= MostEntryBytes)
                {
                    var (key, value) = Entry(stream, end);
                    entries[key] = value;
                }

                stream.Position = end;
            }

            // Setting a position beyond the end is no error by itself.
            return hasGraph && stream.Position == stream.Length ? entries : throw new InvalidDataException("No graph, or cut off.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or DecoderFallbackException)
        {
            throw new PriorException(
                $"'{file}' is not an ONNX model, or it is truncated. Name an .onnx file, or convert a checkpoint with 'bird prior import'.", e);
        }
    }

    private static (string Key, string Value) Entry(Stream stream, long end)
    {
        var (key, value) = ("", "");
        while (stream.Position < end)
        {
            var (field, length) = Field(stream);
            if (length > end - stream.Position)
            {
                throw new InvalidDataException("A field leaves its entry.");
            }

            var bytes = new byte[(int)length];
            stream.ReadExactly(bytes);
            (key, value) = field switch
            {
                1 => (Encoding.UTF8.GetString(bytes), value),
                2 => (key, Encoding.UTF8.GetString(bytes)),
                _ => (key, value),
            };
        }

        return (key, value);
    }

    /// <summary>Number of the next field and bytes of its value, which follow; a varint value is consumed.</summary>
    private static (int Field, long Length) Field(Stream stream)
    {
        var tag = Varint(stream);
        var field = (int)Math.Min(tag >> 3, int.MaxValue);
        return (tag & 7) switch
        {
            _ when field == 0 => throw new InvalidDataException("Field 0."),
            0 => (field, Varint(stream) & 0),
            1 => (field, 8),
            2 => (field, Varint(stream)),
            5 => (field, 4),
            var wire => throw new InvalidDataException($"Wire type {wire}."),
        };
    }

    private static long Varint(Stream stream)
    {
        var value = 0L;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = stream.ReadByte();
            if (next < 0)
            {
                throw new EndOfStreamException();
            }

            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number has too many bytes.");
    }
}
