using System.Buffers.Binary;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>A file of which parts are missing never passes for a whole one, and a whole one never for damaged.</summary>
public sealed class WholenessTests
{
    private const byte StartOfFrame = 0xC0;
    private const byte StartOfScan = 0xDA;

    public static TheoryData<string> Sound => ["baseline", "progressive", "restart", "grey", "trailing", "samsung"];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Whole_IsNotCalledDamaged(string kind)
    {
        var image = Decode(Make(kind));
        (image.Damage, string.Join(' ', image.Notes)).ShouldBe((null, ""));
    }

    [Theory]
    [InlineData("baseline")]
    [InlineData("progressive")]
    [InlineData("samsung")]
    public void Half_WithAnEndMarker_IsDamaged_AndWhatIsThereIsShown(string kind)
    {
        var whole = Make(kind);
        var image = Decode([.. whole[..(Scan(whole) + ((whole.Length - Scan(whole)) / 2))], 0xFF, 0xD9]);
        image.Damage.ShouldNotBeNull().ShouldContain("missing");
        (image.Pixels.Width, image.Pixels.Height).ShouldBe((400, 300));
    }

    [Fact]
    public void AHoleInTheMiddle_IsDamaged()
    {
        var whole = Make("baseline");
        var (from, length) = (Scan(whole) + ((whole.Length - Scan(whole)) / 3), whole.Length / 6);
        Decode([.. whole[..from], .. whole[(from + length)..]]).Damage.ShouldNotBeNull();
    }

    [Fact]
    public void AHeaderThatPromisesTenTimesTheHeight_IsDamaged()
    {
        var file = Make("baseline");
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Find(file, StartOfFrame) + 5), 3000);
        Decode(file).Damage.ShouldNotBeNull();
    }

    [Fact]
    public void RestartIntervals_ThatDontFit_AreDamage()
    {
        var file = Make("restart");
        var interval = Find(file, 0xDD) + 4;
        file[interval + 1]++;
        try
        {
            Decode(file).Damage.ShouldNotBeNull();
        }
        catch (PictureException e)
        {
            // Where the decoder finds nothing to go on with it refuses, which is as good.
            e.Fault.ShouldBe(PictureFault.Truncated);
        }
    }

    [Fact]
    public void Samsungs_OddScanHeader_DecodesToTheSamePixels() =>
        Decode(Make("samsung")).Pixels.Data.ShouldBe(Decode(Make("baseline")).Pixels.Data);

    [Fact]
    public void ZeroesInTheScan_AreNoted()
    {
        var file = Make("baseline");
        file.AsSpan(Scan(file) + 3000, 900).Clear();
        Decode(file).Notes.ShouldContain(note => note.Contains("zero bytes in a row", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.None, 16)]
    [InlineData(Enums.ForeignTiffCompression.Packbits, 2)]
    public void LostBlocksOfATiff_AreNoted(Enums.ForeignTiffCompression compression, int blocks)
    {
        var file = Tiff(TestPictures.Smooth(800, 300), compression);
        file.AsSpan(8 * 4096, blocks * 4096).Clear();
        try
        {
            Decode(file).Notes.ShouldContain(note => note.Contains("zero bytes in a row", StringComparison.Ordinal));
        }
        catch (PictureException e)
        {
            // Packed data that no longer unpack are refused, which is as good.
            (e.Fault, compression).ShouldBe((PictureFault.Truncated, Enums.ForeignTiffCompression.Packbits));
        }
    }

    [Fact]
    public void BlackBorders_OfAScan_AreNoHoles()
    {
        using var scan = TestPictures.Smooth(3000, 200);
        using var framed = scan.Embed(1777, 150, 7003, 500);
        Decode(Tiff(framed, Enums.ForeignTiffCompression.None)).Notes.ShouldBeEmpty();
    }

    [Fact]
    public void ABandOfOneColour_IsNoted_AndALetterboxIsNot()
    {
        using var picture = TestPictures.Smooth(400, 300);
        using var grey = picture.Mutate(image => image.DrawRect([128, 128, 128], 0, 100, 400, 64, fill: true));
        using var boxed = picture.Mutate(image => image.DrawRect([0, 0, 0], 0, 0, 400, 64, fill: true));
        Decode(grey.JpegsaveBuffer(q: 95)).Notes.ShouldContain(note => note.Contains("one colour over the full width", StringComparison.Ordinal));
        Decode(boxed.JpegsaveBuffer(q: 95)).Notes.ShouldBeEmpty();
    }

    private static DecodedImage Decode(byte[] file) => TestPictures.Codec.Decode(file, TestPictures.Limits);

    /// <summary>400 x 300 with grain, so that the scan has some tens of thousands of bytes.</summary>
    private static byte[] Make(string kind)
    {
        using var smooth = TestPictures.Smooth(400, 300, kind == "grey" ? 1 : 3);
        using var grain = Image.Gaussnoise(400, 300, sigma: 20, mean: 0, seed: 1);
        using var sum = smooth + grain;
        using var picture = sum.Cast(Enums.BandFormat.Uchar).Copy(interpretation: smooth.Interpretation);
        var file = picture.JpegsaveBuffer(q: 90, interlace: kind == "progressive", restartInterval: kind == "restart" ? 5 : 0);
        if (kind == "trailing")
        {
            return [.. file, .. new byte[1000]];
        }

        if (kind == "samsung")
        {
            file[Scan(file) - 2] = 0;
        }

        return file;
    }

    private static byte[] Tiff(Image image, Enums.ForeignTiffCompression compression)
    {
        using (image)
        {
            return image.TiffsaveBuffer(compression: compression, predictor: Enums.ForeignTiffPredictor.None);
        }
    }

    /// <summary>Where the first scan's data begin.</summary>
    private static int Scan(byte[] jpeg)
    {
        var at = Find(jpeg, StartOfScan);
        return at + 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2));
    }

    private static int Find(byte[] jpeg, byte marker)
    {
        for (var at = 2; jpeg[at + 1] != StartOfScan || marker == StartOfScan; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))
        {
            if (jpeg[at + 1] == marker)
            {
                return at;
            }
        }

        throw new ArgumentException($"There is no marker {marker:x2}.", nameof(marker));
    }
}
