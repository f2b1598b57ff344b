using BirD.Storage.Azure;
using BirD.Storage.Inputs;
using BirD.Storage.Roots;

namespace BirD.Storage.Conformance;

public sealed class RootTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("archive", "archive", "")]
    [InlineData("archive/", "archive", "")]
    [InlineData("archive/letters/1920", "archive", "letters/1920")]
    public void Parse_ARootAndAFolder_ComeApart(string text, string root, string below) =>
        RootLocation.Parse(text).ShouldBe(new RootLocation(root, below));

    [Theory]
    [InlineData("/etc")]
    [InlineData("../x")]
    [InlineData("archive/../x")]
    [InlineData("archive//x")]
    [InlineData("C:\\scans")]
    [InlineData("")]
    public void Parse_AFreePath_IsRefused(string text) => Should.Throw<FormatException>(() => RootLocation.Parse(text));

    [Fact]
    public async Task Open_AConfiguredName_ReadsThereAndNowhereElse()
    {
        await File.WriteAllTextAsync(folder.File("a.png"), "x");
        var options = new RootOptions { List = $"scans={folder.Path}" };
        options.Faults("Bird:Inputs").ShouldBeEmpty();
        var roots = new InputRoots(options);
        (await roots.Open("scans").ReadAsync("a.png", 10)).Length.ShouldBe(1);
        (await ((IInputListerFactory)roots).Open("scans").ListAsync("").ToListAsync()).Count.ShouldBe(1);
        Should.Throw<InputMissingException>(() => roots.Open("films")).Message.ShouldContain("scans");
        Should.Throw<InputMissingException>(() => roots.Open(folder.Path));
    }

    [Fact]
    public void Open_AnUnknownOutput_NamesTheKnownOnes()
    {
        var roots = new OutputRoots(new RootOptions { Roots = { ["restored"] = folder.Path } });
        roots.Open("restored/1920").ShouldNotBeNull();
        Should.Throw<StoreException>(() => roots.Open("elsewhere")).Message.ShouldContain("restored");
        Should.Throw<StoreException>(() => roots.Open("restored/../x"));
    }

    [Theory]
    [InlineData("scans", "no root")]
    [InlineData("a b=/x", "letters")]
    [InlineData("scans=azure:", "azure:container")]
    [InlineData("scans=azure:films", "account")]
    public void Faults_OddRoots_AreNamed(string list, string said) =>
        string.Join('\n', new RootOptions { List = list }.Faults("Bird:Inputs")).ShouldContain(said);

    [Fact]
    public void Faults_AzureRootWithAnAccount_AreNone() =>
        new RootOptions { List = "a=azure:films/1920", Azure = new AzureStoreOptions { Account = new Uri("https://x.blob.core.windows.net") } }
            .Faults("Bird:Inputs").ShouldBeEmpty();
}
