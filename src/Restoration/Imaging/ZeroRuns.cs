using System.Globalization;

namespace BirD.Restoration.Imaging;

/// <summary>Looks for stretches of zero bytes, as interrupted copies, sparse files and failing disks leave them: decoders take them for data.</summary>
internal static class ZeroRuns
{
    /// <summary>A JPEG's scan never has so many: all codes zero would be a picture of one colour. Other formats compress to fewer.</summary>
    private const int LeastCompressed = 512;

    /// <summary>A block of most file systems. Black borders of uncompressed scans have runs of any length, but not of whole blocks only.</summary>
    private const int Block = 4096;

    /// <summary>Disks lose sectors of this size; a hole begins and ends on one, give or take bytes beside it that were zero anyway.</summary>
    private const int Sector = 512;

    private const int Slack = 8;

    /// <summary>A sentence about the largest hole; null when there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">Its format.</param>
    public static string? Find(ReadOnlySpan<byte> file, PictureFormat format)
    {
        var (start, length) = format == PictureFormat.Jpeg ? LongestInScan(file) : LongestOfBlocks(file);
        return length == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The file holds {length} zero bytes in a row from byte {start} on, as an interrupted copy or a failing disk leaves them. Compare it with another copy.");
    }

    private static (int Start, int Length) LongestInScan(ReadOnlySpan<byte> jpeg)
    {
        var segments = JpegSegment.ReadAll(jpeg);
        var scan = segments.Count == 0 ? 0 : segments[^1].Offset + segments[^1].Length;
        var best = (Start: 0, Length: 0);
        // What lies behind the picture (a film, padding) is nothing of it; within a scan these two bytes are always the end.
        var end = jpeg[scan..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]);
        foreach (var (start, length) in Runs(end < 0 ? jpeg : jpeg[..(scan + end)], scan, LeastCompressed))
        {
            best = length > best.Length ? (start, length) : best;
        }

        return best;
    }

    /// <summary>Where some long runs are not of whole sectors, the picture itself is black there, and none of them tells anything.</summary>
    private static (int Start, int Length) LongestOfBlocks(ReadOnlySpan<byte> file)
    {
        var best = (Start: 0, Length: 0);
        foreach (var (start, length) in Runs(file, 0, Block))
        {
            var end = start + length;
            var (first, last) = ((start + Sector - 1) / Sector * Sector, end == file.Length ? end : end / Sector * Sector);
            if (first - start > Slack || end - last > Slack)
            {
                return default;
            }

            best = last - first > best.Length ? (first, last - first) : best;
        }

        return best;
    }

    private static List<(int Start, int Length)> Runs(ReadOnlySpan<byte> file, int from, int least)
    {
        var runs = new List<(int, int)>();
        // Every run of this length holds a byte at one of these places.
        for (var at = from + least - 1; at < file.Length; at += least)
        {
            if (file[at] != 0)
            {
                continue;
            }

            var before = file[from..at].LastIndexOfAnyExcept((byte)0);
            var start = from + before + 1;
            var after = file[at..].IndexOfAnyExcept((byte)0);
            var end = after < 0 ? file.Length : at + after;
            if (end - start >= least)
            {
                runs.Add((start, end - start));
            }

            at = Math.Max(at, (end - 1) / least * least);
        }

        return runs;
    }
}
