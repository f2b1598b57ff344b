using BirD.Client.Inputs;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;

namespace BirD.Client.Tests.Inputs;

public sealed class MaskFinderTests : IDisposable
{
    private static readonly RestoreSettings Inpaint = new() { Task = RestorationTask.Inpaint };

    private readonly string folder = Directory.CreateTempSubdirectory("bird-masks-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Attach_MasksBesideThePictures_AreFoundInTheirOwnFolder()
    {
        Touch("in/a.png", "in/sub/b.jpg", "in/sub/masks/b.mask.png", "in/c.png");
        var listing = MaskFinder.Attach(List("in"), null, Inpaint);

        Companions(listing).ShouldBe([null, null, "r0:sub/masks/b.mask.png"]);
    }

    [Fact]
    public void Attach_FolderOfMasks_MirrorsTheTreeAndPrefersTheWholeName()
    {
        Touch("in/a.png", "in/a.jpg", "in/sub/b.png", "m/a.mask.png", "m/a.jpg.mask.tif", "m/sub/b.mask.png");
        var listing = MaskFinder.Attach(List("in"), Path.Combine(folder, "m"), Inpaint);

        Companions(listing).ShouldBe(["masks:a.jpg.mask.tif", "masks:a.mask.png", "masks:sub/b.mask.png"]);
        listing.PathOf(listing.Items[0].Companions![0]).ShouldBe(Path.Combine(folder, "m", "a.jpg.mask.tif"));
    }

    [Fact]
    public void Attach_OneFile_ServesEveryPicture()
    {
        Touch("in/a.png", "in/b.png", "dust.png");
        Companions(MaskFinder.Attach(List("in"), Path.Combine(folder, "dust.png"), Inpaint)).ShouldBe(["masks:dust.png", "masks:dust.png"]);
    }

    [Fact]
    public void Attach_AutoWithoutMasks_IsNoError()
    {
        Touch("in/a.png");
        Companions(MaskFinder.Attach(List("in"), null, new RestoreSettings())).ShouldBe([null]);
    }

    [Fact]
    public void Attach_NothingMatchesOrTheTaskTakesNone_IsRefusedWithTheRemedy()
    {
        Touch("in/a.png", "m/other.mask.png", "dust.png");
        Refusal(Path.Combine(folder, "m"), Inpaint).ShouldContain("scan.mask.png");
        Refusal(null, Inpaint).ShouldContain("masks");
        Refusal(Path.Combine(folder, "gone.png"), Inpaint).ShouldContain("gone.png");
        Refusal(Path.Combine(folder, "dust.png"), Inpaint with { MaskFrom = MaskPlane.Alpha }).ShouldContain("mask-from");
        Refusal(Path.Combine(folder, "dust.png"), Inpaint with { Task = RestorationTask.Denoise }).ShouldContain("tasks inpaint");
    }

    private string Refusal(string? mask, RestoreSettings settings) =>
        Should.Throw<UsageException>(() => MaskFinder.Attach(List("in"), mask, settings)).Message;

    private Listing List(string name) =>
        Listing.Create(InputWalker.List([Path.Combine(folder, name)], Path.Combine(folder, "out")));

    private void Touch(params string[] files)
    {
        foreach (var file in files.Select(file => Path.Combine(folder, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "x");
        }
    }

    private static IEnumerable<string?> Companions(Listing listing) =>
        listing.Items.Select(item => item.Companions is [ManifestCompanion only] ? $"{only.Root}:{only.Key}" : null);
}
