using BirD.Client.Bench.Fuzz;
using BirD.Client.Tests.Support;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Isolation;

namespace BirD.Client.Tests.Imaging;

/// <summary>Real helper processes, and programs that misbehave in a helper's place.</summary>
public sealed class IsolationTests
{
    private static readonly DecodeLimits Limits = new();

    [Fact]
    public void Decode_Apart_GivesWhatDecodingHereGives()
    {
        using var apart = new IsolatedImageCodec(DecodeHelperOptions.For("bird"));
        var here = new NetVipsImageCodec();
        foreach (var (name, bytes) in FuzzCorpus.Create())
        {
            for (var page = 0; page < here.Decode(bytes, Limits).PageCount; page++)
            {
                var (expected, actual) = (here.Decode(bytes, Limits, page), apart.Decode(bytes, Limits, page));
                actual.Pixels.Data.ShouldBe(expected.Pixels.Data, name);
                actual.Alpha?.Data.ShouldBe(expected.Alpha!.Data, name);
                (actual with { Pixels = expected.Pixels, Alpha = expected.Alpha, Notes = [] }).ShouldBe(expected with { Notes = [] }, name);
                actual.Notes.ShouldBe(expected.Notes);
            }
        }

        apart.Losses.ShouldBe(0);
    }

    [Fact]
    public void Decode_Refusal_ComesThroughWithItsReason_AndTheHelperLives()
    {
        using var codec = new IsolatedImageCodec(DecodeHelperOptions.For("bird"));
        var error = Should.Throw<PictureException>(() => codec.Decode("GIF89a....."u8.ToArray(), Limits));
        (error.Fault, error.Message.Contains("GIF")).ShouldBe((PictureFault.Unsupported, true));
        codec.Decode(TempTree.Picture(1), Limits).Format.ShouldBe("png");
        codec.Losses.ShouldBe(0);
    }

    [Fact]
    public void Decode_DecoderCrashes_CostsThePictureOnly()
    {
        // A crash is what a bad file makes of a native decoder: the process is gone, with a signal.
        using var codec = Misbehaving("sh", "-c", "head -c 10 >/dev/null; kill -SEGV $$");
        var error = Should.Throw<PictureException>(() => codec.Decode(TempTree.Picture(1), Limits));
        error.Message.ShouldContain("the decoder crashed (exit code 139)");
        codec.Losses.ShouldBe(2); // the second try, with a fresh process, is what makes it certain
    }

    [Fact]
    public void Decode_DecoderHangs_IsEndedOnce()
    {
        using var codec = Misbehaving("sleep", "600");
        Should.Throw<PictureException>(() => codec.Decode(TempTree.Picture(1), Limits)).Message.ShouldContain("took longer than 0.5 s");
        codec.Losses.ShouldBe(1);
    }

    [Fact]
    public void Decode_DecoderBloats_IsEndedOnce()
    {
        using var codec = new IsolatedImageCodec(new DecodeHelperOptions { FileName = "tail", Arguments = ["/dev/zero"], MemoryBytes = 64 << 20 });
        Should.Throw<PictureException>(() => codec.Decode(TempTree.Picture(1), Limits)).Message.ShouldContain("more than 64 MiB");
        codec.Losses.ShouldBe(1);
    }

    [Fact]
    public void Helper_ThatIsNotThere_IsNamed()
    {
        using var codec = Misbehaving("/nowhere/bird");
        Should.Throw<IOException>(() => codec.Decode(TempTree.Picture(1), Limits)).Message.ShouldContain("/nowhere/bird");
    }

    [Fact]
    public void Fuzz_SomeHundredFiles_EachComesOutOrIsRefused()
    {
        using var codec = new IsolatedImageCodec(FuzzBench.Helper);
        var bench = new FuzzBench(400, seed: 7, save: null);
        bench.Run(codec, default);
        bench.Findings.ShouldBeEmpty();
        bench.Outcomes.Values.Sum().ShouldBe(400);
        bench.Outcomes["came out"].ShouldBeGreaterThan(40);
        bench.Outcomes["refused: Truncated"].ShouldBeGreaterThan(40);
    }

    private static IsolatedImageCodec Misbehaving(string program, params string[] arguments) =>
        new(new DecodeHelperOptions { FileName = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(0.5) });
}
