using System.Globalization;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Client.Restore;

/// <summary>A known point spread function from a file, as every other tool writes it: a grey picture, or rows of numbers. Scaled to sum 1.</summary>
internal static class KernelFile
{
    /// <exception cref="UsageException">The file is no odd square kernel of finite, non-negative numbers.</exception>
    public static float[] Read(string file)
    {
        try
        {
            var (rows, columns, weights) = Path.GetExtension(file).ToLowerInvariant() is ".txt" or ".csv" ? Text(file) : Picture(file);
            if (rows != columns || rows % 2 == 0 || rows > RestoreSettings.LargestKernel)
            {
                throw new UsageException(
                    $"{file} is {columns} x {rows}; a kernel is an odd square of at most {RestoreSettings.LargestKernel} x {RestoreSettings.LargestKernel}. Pad it with zeros, or crop it around its middle.");
            }

            var sum = weights.Sum(w => (double)w);
            return weights switch
            {
                _ when !weights.All(float.IsFinite) => throw new UsageException($"{file} has numbers that are not finite (NaN or infinity); a kernel has none."),
                _ when weights.Any(w => w < 0) => throw new UsageException($"{file} has negative numbers; light does not subtract, so a blur kernel has none."),
                _ when sum <= 0 => throw new UsageException($"{file} is all zero; a blur kernel says where the light of a point goes."),
                _ => [.. weights.Select(w => (float)(w / sum))],
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or PictureException)
        {
            throw new UsageException($"The kernel {file} can't be read: {e.Message}", e);
        }
    }

    private static (int Rows, int Columns, float[] Weights) Text(string file)
    {
        var rows = File.ReadAllLines(file)
            .Select(line => Points(line).Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(Number).ToArray())
            .Where(row => row.Length > 0).ToList();
        return rows.Count == 0 || rows.Exists(row => row.Length != rows[0].Length)
            ? throw new UsageException($"{file} has rows of different lengths, or none; a kernel is a square of numbers, one row a line.")
            : (rows.Count, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    /// <summary>Where semicolons part the numbers, commas are decimal points: spreadsheets of half the world write so.</summary>
    private static string Points(string line) => line.Contains(';', StringComparison.Ordinal) ? line.Replace(',', '.') : line;

    private static float Number(string word) => float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{word}' is no number.");

    private static (int Rows, int Columns, float[] Weights) Picture(string file)
    {
        const int side = RestoreSettings.LargestKernel;
        var pixels = new NetVipsImageCodec().Decode(File.ReadAllBytes(file), new DecodeLimits { MaxPixels = 4 * side * side }).Pixels;
        return IsGrey(pixels)
            ? (pixels.Height, pixels.Width, pixels.Plane(0).ToArray())
            : throw new UsageException($"{file} is a colour picture; a kernel is grey: one blur for all channels.");
    }

    private static bool IsGrey(ImageTensor pixels) => pixels.Channels == 1
        || (pixels.Plane(0).SequenceEqual(pixels.Plane(1)) && pixels.Plane(0).SequenceEqual(pixels.Plane(2)));
}
