using BirD.Client.Restore;
using BirD.Client.Tests.Support;
using NetVips;

namespace BirD.Client.Tests.Restore;

/// <summary>A kernel file is a point spread function, or one clear sentence.</summary>
public sealed class KernelFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("all zero", "0 0 0\n0 0 0\n0 0 0")]
    [InlineData("negative", "0 0 0\n0 1 -1\n0 0 1")]
    [InlineData("not finite", "0 0 0\n0 1 NaN\n0 0 1")]
    [InlineData("odd square", "0 1 0\n0 1 0")]
    [InlineData("odd square", "1 1\n1 1")]
    [InlineData("different lengths", "1 1 1\n1 1\n1 1 1")]
    [InlineData("'one' is no number", "one")]
    public void Read_TextThatIsNone_SaysWhy(string reason, string numbers)
    {
        File.WriteAllText(scratch["kernel.txt"], numbers);
        Should.Throw<UsageException>(() => KernelFile.Read(scratch["kernel.txt"])).Message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("colour", 9, 9)]
    [InlineData("odd square", 9, 7)]
    [InlineData("odd square", 153, 153)]
    public void Read_PictureThatIsNone_SaysWhy(string reason, int width, int height)
    {
        if (reason == "colour")
        {
            TestPicture.Write(scratch["kernel.png"], width, height, 0, seed: 1);
        }
        else
        {
            using var grey = Image.Black(width, height);
            grey.WriteToFile(scratch["kernel.png"]);
        }

        Should.Throw<UsageException>(() => KernelFile.Read(scratch["kernel.png"])).Message.ShouldContain(reason);
    }

    [Fact]
    public void Read_Text_KeepsTheOrderAndScalesToOne()
    {
        File.WriteAllText(scratch["kernel.txt"], "0, 2, 0\n0, 4, 0\n0, 0, 2\n");
        KernelFile.Read(scratch["kernel.txt"]).ShouldBe([0, 0.25f, 0, 0, 0.5f, 0, 0, 0, 0.25f]);
    }
}
