using System.Globalization;
using BirD.Restoration.Imaging;

namespace BirD.Client.Restore;

/// <summary>A known blur from a file: a grey picture, or rows of numbers. Scaled to sum 1.</summary>
internal static class KernelFile
{
    private const int MaxSide = 63;

    /// <exception cref="UsageException">The file is no odd square kernel of non-negative numbers.</exception>
    public static float[] Read(string file)
    {
        try
        {
            var weights = Path.GetExtension(file).ToLowerInvariant() is ".txt" or ".csv" ? Text(file) : Picture(file);
            var side = (int)Math.Sqrt(weights.Length);
            if (side * side != weights.Length || side % 2 == 0 || side > MaxSide)
            {
                throw new UsageException($"{file} has {weights.Length} numbers; a kernel is an odd square of at most {MaxSide} x {MaxSide}.");
            }

            var sum = weights.Sum(w => (double)w);
            return weights.All(w => w >= 0) && sum > 0
                ? [.. weights.Select(w => (float)(w / sum))]
                : throw new UsageException($"{file} has negative numbers or no mass; a blur kernel has neither.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or PictureException)
        {
            throw new UsageException($"The kernel {file} can't be read: {e.Message}", e);
        }
    }

    private static float[] Text(string file) =>
        [.. File.ReadAllText(file).Split([' ', '\t', '\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture))];

    private static float[] Picture(string file)
    {
        var pixels = new NetVipsImageCodec().Decode(File.ReadAllBytes(file), new DecodeLimits { MaxPixels = MaxSide * MaxSide }).Pixels;
        return pixels.Height == pixels.Width
            ? pixels.Plane(0).ToArray()
            : throw new UsageException($"{file} is {pixels.Width} x {pixels.Height}; a kernel is square.");
    }
}
