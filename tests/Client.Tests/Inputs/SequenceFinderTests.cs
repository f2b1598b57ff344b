using BirD.Client.Inputs;
using BirD.Client.Tests.Support;
using BirD.Restoration.Settings;
using NetVips;

namespace BirD.Client.Tests.Inputs;

public sealed class SequenceFinderTests : IDisposable
{
    private readonly TempTree tree = new();

    [Fact]
    public void On_ConsecutiveNumbers_GetTheirNeighbours()
    {
        foreach (var n in (int[])[8, 9, 10, 11, 12, 20, 21])
        {
            tree.Write($"in/reel-{n}.jpg", []);
        }

        tree.Write("in/cover.jpg", []);
        Neighbours(SequenceMode.On).ShouldBe(
        [
            "cover.jpg:", "reel-10.jpg:reel-9.jpg reel-11.jpg reel-8.jpg reel-12.jpg", "reel-11.jpg:reel-10.jpg reel-12.jpg reel-9.jpg",
            "reel-12.jpg:reel-11.jpg reel-10.jpg", "reel-20.jpg:reel-21.jpg", "reel-21.jpg:reel-20.jpg",
            "reel-8.jpg:reel-9.jpg reel-10.jpg", "reel-9.jpg:reel-8.jpg reel-10.jpg reel-11.jpg",
        ]);
        Neighbours(SequenceMode.Off).ShouldAllBe(item => item.EndsWith(':'));
    }

    [Fact]
    public void Auto_FramesThatResembleEachOther_AreAFilm()
    {
        using var scene = Scene(1);
        for (var n = 0; n < 30; n++)
        {
            using var frame = scene.Crop(n * 2, 0, 96, 72);
            tree.Write($"in/frame{n:0000}.png", frame.PngsaveBuffer());
        }

        Neighbours(SequenceMode.Auto).Count(item => !item.EndsWith(':')).ShouldBe(30);
    }

    [Theory]
    [InlineData(30, ".png", "unrelated pictures, as scans of an album are")]
    [InlineData(23, ".png", "too few")]
    [InlineData(30, ".jpg", "a camera's own numbers")]
    public void Auto_OtherNumberedPictures_AreNone(int count, string extension, string why)
    {
        for (var n = 0; n < count; n++)
        {
            using var scene = Scene(why.StartsWith("unrelated", StringComparison.Ordinal) ? n : 1);
            using var frame = scene.Crop(n, 0, 96, 72);
            tree.Write($"in/scan_{n:0000}{extension}", extension == ".jpg" ? frame.JpegsaveBuffer() : frame.PngsaveBuffer());
        }

        Neighbours(SequenceMode.Auto).ShouldAllBe(item => item.EndsWith(':'), why);
    }

    [Fact]
    public void Attach_TaskThatHasNoFilm_IsRefusedWhenAskedForAndLeftAloneOtherwise()
    {
        tree.Write("in/1.png", []);
        var (listing, settings) = (List(), new RestoreSettings { Task = RestorationTask.Colorize });
        SequenceFinder.Attach(listing, SequenceMode.Auto, settings).ShouldBeSameAs(listing);
        Should.Throw<UsageException>(() => SequenceFinder.Attach(listing, SequenceMode.On, settings));
    }

    public void Dispose() => tree.Dispose();

    private Listing List() => Listing.Create(InputWalker.List([tree.PathOf("in")], tree.PathOf("out")));

    private List<string> Neighbours(SequenceMode mode) =>
    [
        .. SequenceFinder.Attach(List(), mode, new RestoreSettings()).Items
            .Select(item => $"{item.Key}:{string.Join(' ', item.Companions?.Select(companion => companion.Key) ?? [])}"),
    ];

    /// <summary>Coarse smooth spots that depend on the seed.</summary>
    private static Image Scene(int seed)
    {
        using var noise = Image.Gaussnoise(24, 10, sigma: 60, mean: 128, seed: (seed * 7919) + 1);
        using var large = noise.Resize(10, kernel: Enums.Kernel.Cubic);
        return large.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
    }
}
