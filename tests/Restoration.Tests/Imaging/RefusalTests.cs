using System.Diagnostics;
using System.Text;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>Bad input is refused early, cheaply, and with a sentence that helps.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Decode_Empty_IsUnreadable() => ShouldRefuse([], PictureFault.Unreadable, "empty (0 bytes)");

    [Fact]
    public void Decode_Text_IsUnreadable() => ShouldRefuse(
        Encoding.UTF8.GetBytes("Holiday in Füssen, 1974.\nSlides 1 to 40.\n"), PictureFault.Unreadable, "is text");

    [Fact]
    public void Decode_ZeroBytes_IsUnreadable() =>
        ShouldRefuse(new byte[5000], PictureFault.Unreadable, "only zero bytes");

    [Fact]
    public void Decode_Noise_IsUnreadable()
    {
        var noise = new byte[500];
        new Random(1).NextBytes(noise);
        ShouldRefuse(noise, PictureFault.Unreadable, "no picture that is read here");
    }

    [Theory]
    [InlineData("GIF89a...........", "GIF", "ffmpeg")]
    [InlineData("SDPX.............", "DPX", "ffmpeg -i FILE -pix_fmt rgb48le frame.tif")]
    [InlineData("XPDS.............", "DPX", "ffmpeg")]
    [InlineData("v/1\u0001.............", "OpenEXR", "oiiotool")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0....", "HEIC", "heif-convert")]
    [InlineData("8BPS.............", "Photoshop", "magick")]
    public void Decode_ForeignFormat_IsNamedWithTheWayOn(string head, string name, string remedy)
    {
        var error = Should.Throw<PictureException>(() => TestPictures.Codec.Decode(Encoding.Latin1.GetBytes(head), TestPictures.Limits));
        (error.Fault, error.Message.Contains(name), error.Message.Contains(remedy)).ShouldBe((PictureFault.Unsupported, true, true), error.Message);
    }

    [Fact]
    public void Decode_CameraRaw_IsRefusedInsteadOfItsPreview()
    {
        using var preview = TestPictures.Smooth(16, 12);
        var bytes = preview.TiffsaveBuffer();
        var file = TiffFile.Read(bytes);
        using var raw = new TiffAssembler(big: false);
        var page = TiffMetadata.Merge(file.Pages[0], file.Pages[0], turned: false, recoloured: false, xmp: null);
        page.Set(TiffEntry.Of(TiffTags.DngVersion, TiffEntry.Byte, (byte[])[1, 4, 0, 0]));
        raw.Add(file, file.Pages[0], page);
        ShouldRefuse(raw.ToArray(), PictureFault.Unsupported, "camera raw");
    }

    [Fact]
    public void Decode_TooManyPages_IsRefusedBeforeAnyIsDecoded()
    {
        using var tall = TestPictures.Smooth(16, 160);
        using var pages = tall.With(target => target.Set(GValue.GIntType, "page-height", 16));
        var error = Should.Throw<PictureException>(() => TestPictures.Codec.Decode(pages.TiffsaveBuffer(), new DecodeLimits { MaxPages = 9 }));
        (error.Fault, error.Message.Contains("10 pages; the ceiling is 9")).ShouldBe((PictureFault.TooLarge, true));
    }

    [Theory]
    [InlineData("jpeg", 0.5)]
    [InlineData("png", 0.5)]
    [InlineData("tiff", 0.5)]
    [InlineData("webp", 0.5)]
    [InlineData("jpeg", 0.97)]
    [InlineData("png", 0.97)]
    [InlineData("tiff", 0.97)]
    [InlineData("webp", 0.97)]
    [InlineData("jpeg", 0.01)]
    [InlineData("png", 0.01)]
    [InlineData("tiff", 0.01)]
    [InlineData("webp", 0.01)]
    public void Decode_CutShort_IsTruncated(string format, double kept)
    {
        using var picture = TestPictures.Smooth(300, 200);
        var whole = format switch
        {
            "jpeg" => picture.JpegsaveBuffer(),
            "png" => picture.PngsaveBuffer(),
            "tiff" => picture.TiffsaveBuffer(),
            _ => picture.WebpsaveBuffer(lossless: true),
        };
        var length = Math.Max(14, (int)(whole.Length * kept));
        ShouldRefuse(whole[..length], PictureFault.Truncated, $"The {format} file is cut short or damaged", "TIFF's");
    }

    [Fact]
    public void Decode_PixelBomb_IsRefusedFromTheHeader()
    {
        var bomb = TestPictures.PngHeaderOnly(60000, 60000);

        // Other tests share the machine: the best of a few tries, and only what this thread allocates.
        var best = TimeSpan.MaxValue;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            ShouldRefuse(bomb, PictureFault.TooLarge, "60000 x 60000, 3600 megapixels; the ceiling is 150");
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        best.ShouldBeLessThan(TimeSpan.FromMilliseconds(100));
        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(5 << 20);
    }

    [Fact]
    public void Decode_MoreThanAnArrayHolds_IsRefusedEvenWithoutCeiling() => Should.Throw<PictureException>(
        () => TestPictures.Codec.Decode(
            TestPictures.PngHeaderOnly(60000, 60000), new DecodeLimits { MaxPixels = long.MaxValue }))
        .Fault.ShouldBe(PictureFault.TooLarge);

    [Fact]
    public void Decode_LargeFile_IsRefusedBeforeItIsParsed()
    {
        var error = Should.Throw<PictureException>(
            () => TestPictures.Codec.Decode(new byte[1000], new DecodeLimits { MaxBytes = 999 }));
        (error.Fault, error.Message).ShouldBe((
            PictureFault.TooLarge,
            "The file has 1000 bytes; the ceiling is 999. Raise the limit if it is genuine."));
    }

    [Fact]
    public void Decode_ZeroSize_IsRefused() =>
        ShouldRefuse(TestPictures.PngHeaderOnly(0, 0), PictureFault.Truncated, "damaged");

    [Fact]
    public void Decode_FloatTiff_IsUnsupported()
    {
        using var picture = TestPictures.Smooth(bands: 1);
        using var samples = picture.Cast(Enums.BandFormat.Float);
        ShouldRefuse(samples.TiffsaveBuffer(), PictureFault.Unsupported, "Float");
    }

    [Fact]
    public void Decode_OnePixel_IsRead()
    {
        using var picture = TestPictures.Smooth(1, 1);
        TestPictures.Codec.Decode(picture.PngsaveBuffer(), TestPictures.Limits).Pixels.PlaneLength.ShouldBe(1);
    }

    private static void ShouldRefuse(byte[] bytes, PictureFault fault, params string[] anyOf)
    {
        var error = Should.Throw<PictureException>(() => TestPictures.Codec.Decode(bytes, TestPictures.Limits));
        error.Fault.ShouldBe(fault, error.Message);
        anyOf.ShouldContain(part => error.Message.Contains(part), error.Message);
    }
}
