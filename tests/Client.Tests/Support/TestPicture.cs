using NetVips;

namespace BirD.Client.Tests.Support;

/// <summary>Small pictures made on the spot: shapes over a slope, so that there is something to keep.</summary>
internal static class TestPicture
{
    /// <summary>Writes a picture with Gaussian noise.</summary>
    /// <param name="path">Its extension chooses the format.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="noise">Standard deviation in codes of 255.</param>
    /// <param name="seed">Different seeds are different pictures.</param>
    public static void Write(string path, int width, int height, double noise, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[width * height * 3];
        var (cx, cy, radius) = (random.Next(width), random.Next(height), Math.Min(width, height) / 3);
        for (var n = 0; n < pixels.Length; n++)
        {
            var (c, x, y) = (n % 3, n / 3 % width, n / 3 / width);
            var inside = ((x - cx) * (x - cx)) + ((y - cy) * (y - cy)) < radius * radius;
            var value = 60 + (100.0 * x / width) + (inside ? 70 : 0) + (10 * c) + (noise * Normal(random));
            pixels[n] = (byte)Math.Clamp(Math.Round(value), 0, 255);
        }

        Save(path, pixels, width, height);
    }

    /// <summary>Writes a grey scan of 24 megapixels with grain, over whatever is there.</summary>
    public static void WriteScan(string path, double mean)
    {
        using var grain = Image.Gaussnoise(6000, 4000, sigma: 15, mean: mean, seed: 1);
        using var scan = grain.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        scan.Jpegsave(path, q: 90);
    }

    /// <summary>A real photograph in which nothing is wrong. Drawn pictures won't do: their edges are no photograph's.</summary>
    public static void CopyPristine(string path) => File.Copy(Path.Combine(AppContext.BaseDirectory, "cat-pristine.jpg"), path);

    private static void Save(string path, byte[] pixels, int width, int height)
    {
        using var image = Image.NewFromMemory(pixels, width, height, 3, Enums.BandFormat.Uchar);
        using var tagged = image.Copy(interpretation: Enums.Interpretation.Srgb);
        tagged.WriteToFile(path);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
