using BirD.Client.Bench.Pictures;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Client.Bench.Damages;

/// <summary>Dirt taken from real film, laid over clean pictures by its alpha: nobody tells where, and the alpha is the truth.</summary>
/// <param name="Name">As <c>--damage</c> spells it.</param>
/// <param name="Overlays">PNG files with an alpha plane; every picture gets some of one folder's.</param>
internal sealed record OverlayDamage(string Name, IReadOnlyList<string> Overlays) : Damage(
    Name, "auto", "overlays from a folder, all of one kind, black or white, opacity 0.5 to 1, over 0.5 to 3 % of the area, 8 bit")
{
    /// <summary>Alpha from which a pixel counts as covered: a tenth can just be seen.</summary>
    public const float Covered = 0.1f;

    /// <summary>A large overlay may overshoot the area that was drawn by this factor; others are tried instead.</summary>
    private const double Overshoot = 1.3;

    private const int Tries = 60;

    /// <exception cref="UsageException">The folder holds no such files.</exception>
    public static OverlayDamage FromFolder(string name, string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() : [];
        return files.Count > 0 ? new OverlayDamage(name, files)
            : throw new UsageException($"{folder} holds no overlays: PNG files with an alpha plane, in folders by kind.");
    }

    public override Damaged Apply(ImageTensor clean, int index)
    {
        var random = Recording.RandomFor(Name, index);
        var kinds = Overlays.GroupBy(Path.GetDirectoryName).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        var files = kinds[index % kinds.Count].ToList();
        var (area, opacity, isDark) = (0.005 + (0.025 * random.NextDouble()), (float)(0.5 + (0.5 * random.NextDouble())), random.Next(2) == 0);
        var alpha = new ImageTensor(1, clean.Height, clean.Width);
        for (var n = 0; n < Tries && Share(alpha) < area; n++)
        {
            var laid = alpha.Clone();
            Lay(laid, Alpha(files[random.Next(files.Count)]), random);
            alpha = Share(laid) <= Overshoot * area || n == Tries - 1 ? laid : alpha;
        }

        var colour = (float)(0.1 * random.NextDouble());
        var spoilt = clean.Clone();
        for (var n = 0; n < spoilt.Data.Length; n++)
        {
            var a = opacity * alpha.Data[n % alpha.PlaneLength];
            spoilt.Data[n] = ((1 - a) * spoilt.Data[n]) + (a * (isDark ? colour : 1 - colour));
        }

        System.Numerics.Tensors.TensorPrimitives.Multiply(alpha.Data, opacity, alpha.Data);
        var observed = Recording.Record(spoilt, 0, index);
        return new Damaged { Clean = clean, Observed = observed, File = LosslessPicture.Encode(observed), Overlay = alpha };
    }

    public override RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) => null;

    private static double Share(ImageTensor alpha) => (double)alpha.Data.Count(a => a > Covered) / alpha.Data.Length;

    private static ImageTensor Alpha(string file)
    {
        using var image = Image.NewFromFile(file);
        if (!image.HasAlpha())
        {
            throw new UsageException($"{file} has no alpha plane: what it covers is not told.");
        }

        using var plane = image[image.Bands - 1].Cast(Enums.BandFormat.Float) / 255;
        return new ImageTensor(1, plane.Height, plane.Width, plane.WriteToMemory<float>());
    }

    /// <summary>Turned or mirrored, anywhere, also half outside.</summary>
    private static void Lay(ImageTensor alpha, ImageTensor overlay, Random random)
    {
        var (turn, top, left) = (random.Next(8), random.Next(-overlay.Height / 2, alpha.Height - (overlay.Height / 2)), random.Next(-overlay.Width / 2, alpha.Width - (overlay.Width / 2)));
        for (var n = 0; n < overlay.PlaneLength; n++)
        {
            var (y, x) = (n / overlay.Width, n % overlay.Width);
            (y, x) = (turn & 1) == 0 ? (y, x) : (x, y);
            (y, x) = (top + ((turn & 2) == 0 ? y : overlay.Height - 1 - y), left + ((turn & 4) == 0 ? x : overlay.Width - 1 - x));
            if (y >= 0 && y < alpha.Height && x >= 0 && x < alpha.Width)
            {
                var at = (y * alpha.Width) + x;
                alpha.Data[at] = Math.Max(alpha.Data[at], overlay.Data[n]);
            }
        }
    }
}
