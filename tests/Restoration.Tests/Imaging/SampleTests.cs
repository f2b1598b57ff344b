using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>The photographs that are shipped decode, and say what their README says.</summary>
public sealed class SampleTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot(), "samples");

    public static TheoryData<string> Samples() =>
        [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Where(
            name => name!.EndsWith(".jpg", StringComparison.Ordinal)
                || name.EndsWith(".png", StringComparison.Ordinal)
                || name.EndsWith(".tif", StringComparison.Ordinal)).Select(name => name!).Order()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_RoundTrips_AndHasALicenceLine(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        bytes.Length.ShouldBeLessThan(250_000);
        var decoded = TestPictures.Codec.Decode(bytes, TestPictures.Limits);
        var result = TestPictures.Codec.Encode(decoded, decoded.Pixels);
        using var before = TestPictures.Open(bytes);
        using var after = TestPictures.Open(result);
        foreach (var field in before.GetFields().Where(f => f.StartsWith("exif-ifd", StringComparison.Ordinal)
            || f == "icc-profile-data"))
        {
            after.Get(field).ShouldBe(before.Get(field), field);
        }

        File.ReadAllText(Path.Combine(Folder, "LICENSES.md")).ShouldContain($"`{name}`");
        File.ReadAllText(Path.Combine(Folder, "README.md")).ShouldContain($"`{name}`");
    }

    [Fact]
    public void Samples_AreThere_WithDatesProfilesAndDepth()
    {
        using var portrait = Image.NewFromFile(Path.Combine(Folder, "portrait-blurred.jpg"));
        ((string)portrait.Get("exif-ifd2-DateTimeOriginal")).ShouldStartWith("1995:02:03");
        portrait.Contains("icc-profile-data").ShouldBeTrue();

        var scan = File.ReadAllBytes(Path.Combine(Folder, "dark-scan-16bit.tif"));
        TestPictures.Codec.Decode(scan, TestPictures.Limits).BitDepth.ShouldBe(16);
        TestPictures.Samples(TestPictures.RoundTrip(scan)).Distinct().Count().ShouldBeGreaterThan(3000);
    }

    [Fact]
    public void Mask_FitsItsPicture()
    {
        using var mask = Image.NewFromFile(Path.Combine(Folder, "masks", "scratched.mask.png"));
        using var picture = Image.NewFromFile(Path.Combine(Folder, "scratched.png"));
        (mask.Width, mask.Height).ShouldBe((picture.Width, picture.Height));
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BirD.Cluster.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException($"No BirD.Cluster.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
