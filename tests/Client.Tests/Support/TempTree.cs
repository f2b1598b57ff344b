using NetVips;

namespace BirD.Client.Tests.Support;

/// <summary>A folder of its own for one test, with pictures where they are asked for.</summary>
public sealed class TempTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("bird-tree-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>A tiny sharp, clean picture: nothing for auto to do. Its content depends on the seed alone.</summary>
    public static byte[] Picture(int seed)
    {
        const int width = 64, height = 48;
        var samples = new byte[width * height];
        for (var p = 0; p < samples.Length; p++)
        {
            samples[p] = (byte)(40 + (((p % width / 8 * 5) + (p / width / 8 * 3) + (seed * 7)) * 37 % 180));
        }

        using var image = Image.NewFromMemory(samples, width, height, 1, Enums.BandFormat.Uchar);
        using var typed = image.Copy(interpretation: Enums.Interpretation.Bw);
        return typed.PngsaveBuffer(compression: 1, keep: Enums.ForeignKeep.None);
    }

    /// <summary>A picture with noise that auto takes away.</summary>
    public static byte[] NoisyPicture(int width = 48, int height = 40)
    {
        using var grain = Image.Gaussnoise(width, height, sigma: 25, mean: 128, seed: 7);
        using var colour = grain.Bandjoin(grain * 0.9, grain * 0.8);
        using var picture = colour.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return picture.PngsaveBuffer();
    }

    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Every file with its size and the time of its last change, to compare with a later look.</summary>
    public IReadOnlyDictionary<string, (long Length, DateTime Changed)> Look(string below) =>
        Directory.EnumerateFiles(PathOf(below), "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.bird/", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetRelativePath(Root, path), path => (new FileInfo(path).Length, File.GetLastWriteTimeUtc(path)), StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
