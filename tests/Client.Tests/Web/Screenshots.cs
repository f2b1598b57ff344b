using BirD.Client.Tests.Cluster;
using NetVips;

namespace BirD.Client.Tests.Web;

/// <summary>
/// The pictures in docs/web, made anew when the pages have changed; not part of ./test:
/// <c>dotnet run --project tests/Client.Tests -c Release -- -explicit only -class '*Screenshots*'</c>.
/// </summary>
public sealed class Screenshots
{
    private static readonly string[] Album = ["coffee-noisy.png", "cat-jpeg.jpg", "rocket-faded.jpg", "scratched.png", "portrait-blurred.jpg", "cat-pristine.jpg"];

    [Fact(Explicit = true)]
    public async Task Take()
    {
        Assert.SkipWhen(BrowserRun.Missing is not null, BrowserRun.Missing ?? "");
        using var box = await ClusterBox.WithPriorAsync("bird-leaves");
        var samples = Path.Combine(BrowserRun.Root(), "samples");
        Array.ForEach(Album, name => File.Copy(Path.Combine(samples, name), box.Files.File("in", "album", name)));
        await File.WriteAllTextAsync(box.Files.File("in", "album", "torn.tif"), "no picture");
        File.Copy(Path.Combine(samples, "street-shaken.png"), box.Files.File("in", "street", "street-shaken.png"));

        (await box.RunAsync("restore", "scans/album", "--output", "results/album", "--steps", "12", "--job", "album")).ShouldExit(1);
        (await box.RunAsync("restore", "scans/street", "--output", "results/street", "--task", "deblur", "--steps", "24", "--samples", "2", "--job", "shaken")).ShouldExit(0);
        (await box.RunAsync("submit", "--input", "scans/street", "--output", "results/slow", "--task", "deblur", "--steps", "1000", "--job", "slow")).ShouldExit(0);
        await BrowserRun.ShootAsync(box.Url, box.Files.File("shots", "x")[..^2]);
        foreach (var shot in Directory.EnumerateFiles(box.Files["shots"], "*.png"))
        {
            using var picture = Image.NewFromFile(shot);
            picture.Webpsave(Path.Combine(BrowserRun.Root(), "docs", "web", Path.GetFileNameWithoutExtension(shot) + ".webp"), q: 80, effort: 5, keep: Enums.ForeignKeep.None);
        }
    }
}
