using BirD.Client.Bench.Damages;
using BirD.Client.Bench.Pictures;
using BirD.Client.Bench.Quality;
using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Client.Bench.Reports;

/// <summary>Middles of the first pictures side by side: truth, input, baseline, oracle, ours.</summary>
internal static class ContactSheet
{
    private const int Side = 224;
    private const int Pictures = 4;
    private const int Gap = 6;

    public static byte[] Draw(IReadOnlyList<Comparison> comparisons)
    {
        var shown = comparisons.Take(Pictures).Select(Columns).ToList();
        var cells = shown.SelectMany(row => row).Select(Cell).ToArray();
        using var sheet = Image.Arrayjoin(cells, across: shown[0].Count, shim: Gap, background: [255]);
        var bytes = sheet.PngsaveBuffer();
        Array.ForEach(cells, cell => cell.Dispose());
        return bytes;
    }

    private static List<ImageTensor> Columns(Comparison comparison)
    {
        var (truth, observed) = (comparison.Damaged.Clean, comparison.Damaged.Observed);
        // A reduced observation is shown as large as the truth, pixel by pixel.
        var input = observed.SameShape(truth) ? observed : VipsPlanes.Enlarge(observed, comparison.Damaged.Scale);
        return [.. ((ImageTensor?[])[truth, input, comparison.Baseline, comparison.Oracle, comparison.Ours]).OfType<ImageTensor>()];
    }

    private static Image Cell(ImageTensor picture)
    {
        var colour = ColourPlanes.Triple(Cropping.Centre(picture, Side, Side));
        using var image = Image.NewFromBuffer(LosslessPicture.Encode(colour));
        return image.Gravity(Enums.CompassDirection.Centre, Side, Side, Enums.Extend.White).CopyMemory();
    }
}
