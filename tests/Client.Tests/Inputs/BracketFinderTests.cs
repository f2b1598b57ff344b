using BirD.Client.Inputs;
using BirD.Contracts.Jobs;
using BirD.Restoration.Planning;
using BirD.Restoration.Settings;
using BirD.Storage.Manifests;

namespace BirD.Client.Tests.Inputs;

public sealed class BracketFinderTests
{
    private static readonly RestoreSettings Hdr = new() { Task = RestorationTask.Hdr };

    [Fact]
    public void Attach_Folders_EachIsOneScene()
    {
        var listing = BracketFinder.Attach(List("a/2.png", "a/1.png", "b/1.png", "a/3.png"), Hdr);

        listing.Items.Select(item => $"{item.Key}+{item.Companions?.Count ?? 0}").ShouldBe(["a/1.png+2", "b/1.png+0"]);
        listing.Items[0].Companions!.ShouldAllBe(companion => companion.Role == CompanionRole.Exposure);
    }

    [Fact]
    public void Attach_NoFolderWithTwoPictures_IsRefused() =>
        Should.Throw<UsageException>(() => BracketFinder.Attach(List("a/1.png", "b/1.png"), Hdr)).Message.ShouldContain("exposures");

    [Fact]
    public void Attach_AnotherTask_ChangesNothing()
    {
        var listing = List("a/1.png", "a/2.png");
        BracketFinder.Attach(listing, new RestoreSettings()).ShouldBeSameAs(listing);
    }

    private static Listing List(params string[] keys) =>
        new([new InputRoot("r0", "in")], [.. keys.Select(key => new ManifestItem("r0", key, key, 1))], [], []);
}
