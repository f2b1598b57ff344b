using BirD.Client.Output;

namespace BirD.Client.Tests.Output;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Füße 日本.png", "Füße 日本.png")]
    [InlineData("e\u001b]0;PWNED\u0007.png", "e\\u001B]0;PWNED\\u0007.png")]
    [InlineData("a\nfailed: b", "a\\u000Afailed: b")]
    [InlineData("gpj\u202Egnp.a", "gpj\\u202Egnp.a")]
    [InlineData(null, "")]
    public void Of_NamesThatWouldSteerATerminal_AreSpeltOut(string? name, string shown) => PlainText.Of(name).ShouldBe(shown);

    [Fact]
    public void Write_ToAStreamThatIsFull_GoesOnAndRemembers()
    {
        using var writer = new PatientWriter(new Full());
        writer.WriteLine("the night's work");
        writer.Lost.ShouldBeTrue();
    }

    private sealed class Full : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }
}
