using System.Diagnostics;
using System.Text.Json;

namespace BirD.Restoration.Tests.Support;

/// <summary>The archivists' own judge of metadata. ./test installs it where it is missing.</summary>
internal static class ExifTool
{
    // What belongs to the file and to how its pixels are stored, not to the photograph.
    private static readonly string[] Storage =
    [
        "SourceFile", "ExifTool:", "System:", "File:", "IFD0:StripOffsets", "IFD0:StripByteCounts", "IFD0:RowsPerStrip", "IFD0:TileOffsets",
        "IFD0:TileByteCounts", "IFD0:Compression", "IFD0:Predictor", "IFD0:PlanarConfiguration", "IFD0:FillOrder", "IFD0:ThumbnailOffset", "Composite:",
    ];

    /// <summary>Every tag with its group, as exiftool reads it, but those of storage.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(byte[] picture, string extension)
    {
        using var folder = new TempFolder();
        var file = folder.File("picture." + extension);
        await File.WriteAllBytesAsync(file, picture);
        using var document = JsonDocument.Parse(await RunAsync("-j", "-G1", "-a", "-u", "-n", "-struct", file));
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in document.RootElement[0].EnumerateObject().Where(tag => !Storage.Any(part => tag.Name.StartsWith(part, StringComparison.Ordinal))))
        {
            tags[tag.Name] = tag.Value.ToString();
        }

        return tags;
    }

    /// <summary>Writes tags into a picture, as a cataloguer would.</summary>
    public static async Task<byte[]> TagAsync(byte[] picture, string extension, params string[] arguments)
    {
        using var folder = new TempFolder();
        var file = folder.File("picture." + extension);
        await File.WriteAllBytesAsync(file, picture);
        await RunAsync([.. arguments, "-overwrite_original", file]);
        return await File.ReadAllBytesAsync(file);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("exiftool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("exiftool did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"exiftool {string.Join(' ', arguments)}: {await error}");
    }
}
