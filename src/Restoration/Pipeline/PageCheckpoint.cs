using System.Text.Json;
using System.Text.Json.Serialization;
using BirD.Restoration.Checkpointing;

namespace BirD.Restoration.Pipeline;

/// <summary>
/// The checkpoint of a file of several pages: the pages that are done, then the checkpoint of the page in work. A file of one
/// page has the latter alone.
/// </summary>
internal static class PageCheckpoint
{
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "BIRDPAGE"u8;

    public static byte[] Write(IReadOnlyList<FinishedPage> finished, byte[] current)
    {
        if (finished.Count == 0)
        {
            return current;
        }

        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(finished.Count);
        foreach (var page in finished)
        {
            Write(writer, JsonSerializer.SerializeToUtf8Bytes(page.Report, ReportJson.Default.RestorationReport));
            Write(writer, page.File.Span);
        }

        Write(writer, current);
        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="CheckpointException">The bytes are damaged or of another version.</exception>
    public static (IReadOnlyList<FinishedPage> Finished, ReadOnlyMemory<byte> Current) Read(ReadOnlyMemory<byte> checkpoint)
    {
        if (!checkpoint.Span.StartsWith(Magic))
        {
            return ([], checkpoint);
        }

        try
        {
            var rest = checkpoint[Magic.Length..];
            if (rest.Span[0] != Version)
            {
                throw new CheckpointException($"The checkpoint has page format {rest.Span[0]}; this program reads {Version}.");
            }

            var count = BitConverter.ToInt32(rest.Span[1..5]);
            rest = rest[5..];
            var finished = new List<FinishedPage>();
            for (var page = 0; page < count; page++)
            {
                var report = JsonSerializer.Deserialize(Take(ref rest).Span, ReportJson.Default.RestorationReport)
                    ?? throw new JsonException("A page's report is empty.");
                finished.Add(new FinishedPage(Take(ref rest), report));
            }

            return (finished, Take(ref rest));
        }
        catch (Exception e) when (e is ArgumentException or JsonException or IndexOutOfRangeException)
        {
            throw new CheckpointException($"The checkpoint's pages can't be read: {e.Message}");
        }
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> block)
    {
        writer.Write(block.Length);
        writer.Write(block);
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest)
    {
        var length = BitConverter.ToInt32(rest.Span[..4]);
        var block = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return block;
    }
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RestorationReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
