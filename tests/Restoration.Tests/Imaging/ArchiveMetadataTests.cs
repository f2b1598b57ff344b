using BirD.Restoration.Imaging;
using BirD.Restoration.Tests.Support;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>exiftool compares originals with results: nothing lost, nothing changed, and only what is announced added.</summary>
public sealed class ArchiveMetadataTests
{
    private static readonly ProvenanceStamp Stamp = new(ProvenanceStamp.Enhanced, "BirD.Cluster 1.2", "abc123", new string('e', 64));

    private static readonly string[] Catalogued =
    [
        "-EXIF:Make=Agfa", "-EXIF:Model=Isolette", "-EXIF:DateTimeOriginal=1974:07:14 12:30:00", "-EXIF:CreateDate=2019:03:02 10:00:00",
        "-EXIF:ModifyDate=2019:03:02 10:00:00", "-EXIF:Artist=Käthe Müller", "-EXIF:Copyright=Stadtarchiv", "-EXIF:ImageDescription=Hof, 1974",
        "-EXIF:Software=VueScan 9", "-EXIF:ISO=100", "-EXIF:ExposureTime=1/125", "-EXIF:FNumber=5.6", "-EXIF:UserComment=Kontaktbogen 12",
        "-GPSLatitude=47.57", "-GPSLatitudeRef=N", "-GPSLongitude=10.70", "-GPSLongitudeRef=E", "-EXIF:XResolution=600", "-EXIF:YResolution=300",
        "-EXIF:ResolutionUnit=inches", "-IPTC:Keywords=Füssen", "-IPTC:Caption-Abstract=Der Hof", "-XMP-dc:Title=Sommer 1974",
        "-XMP-dc:Subject=Hof", "-XMP-xmp:Rating=4", "-XMP-photoshop:DateCreated=1974:07:14",
    ];

    [Theory]
    [InlineData("jpg", 8)]
    [InlineData("tif", 8)]
    [InlineData("tif", 16)]
    [InlineData("png", 8)]
    [InlineData("png", 16)]
    [InlineData("webp", 8)]
    public async Task Result_HasEveryTagOfItsSource_AndTheStampBesides(string extension, int depth)
    {
        using var picture = TestPictures.Smooth(64, 40, wide: depth == 16);
        var tags = Catalogued.Where(tag => extension != "webp" || !tag.StartsWith("-IPTC", StringComparison.Ordinal));
        var source = await ExifTool.TagAsync(Save(picture, extension), extension, [.. tags]);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);

        var result = TestPictures.Codec.Encode(decoded, decoded.Pixels, Stamp);

        var (before, after) = (await ExifTool.ReadAsync(source, extension), await ExifTool.ReadAsync(result, extension));
        foreach (var (name, value) in before)
        {
            after.GetValueOrDefault(name).ShouldBe(value, name);
        }

        after["XMP-iptcExt:DigitalSourceType"].ShouldBe(ProvenanceStamp.Enhanced);
        after["XMP-bird:Software"].ShouldBe("BirD.Cluster 1.2");
        after["XMP-bird:SettingsHash"].ShouldBe("abc123");
        after["XMP-bird:SourceSHA256"].ShouldBe(Stamp.SourceSha256);
        after.Keys.Except(before.Keys).Where(name => !name.StartsWith("XMP-bird", StringComparison.Ordinal) && name != "XMP-iptcExt:DigitalSourceType").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tif")]
    [InlineData("jpg")]
    public async Task Result_OfAPictureWithoutMetadata_GetsTheStampOnly(string extension)
    {
        using var picture = TestPictures.Smooth(64, 40);
        var source = extension == "tif" ? picture.TiffsaveBuffer(keep: Enums.ForeignKeep.None) : picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        var (before, after) = (await ExifTool.ReadAsync(source, extension), await ExifTool.ReadAsync(TestPictures.Codec.Encode(decoded, decoded.Pixels, Stamp), extension));
        before.ShouldAllBe(tag => after[tag.Key] == tag.Value);
        after.Keys.Except(before.Keys).ShouldAllBe(name => name.StartsWith("XMP-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tiff_OfMotorolaOrder_KeepsItsFields()
    {
        using var picture = TestPictures.Smooth(64, 40, wide: true);
        var motorola = await ExifTool.TagAsync(picture.TiffsaveBuffer(), "tif", Catalogued);
        var source = await ExifTool.TagAsync(Swapped(motorola), "tif", "-EXIF:FocalLength=75");
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        var after = await ExifTool.ReadAsync(TestPictures.Codec.Encode(decoded, decoded.Pixels), "tif");
        foreach (var (name, value) in await ExifTool.ReadAsync(source, "tif"))
        {
            after.GetValueOrDefault(name).ShouldBe(value, name);
        }

        source[0].ShouldBe((byte)'M');
        TestPictures.Samples(TestPictures.Codec.Encode(decoded, decoded.Pixels)).ShouldBe(TestPictures.Samples(motorola));
    }

    [Fact]
    public async Task Jpeg_CommentAndLongXmp_AreKept()
    {
        using var picture = TestPictures.Smooth(64, 40);
        var source = await ExifTool.TagAsync(picture.JpegsaveBuffer(), "jpg", "-Comment=Rückseite: Onkel Karl", "-XMP-dc:Description=" + new string('x', 90_000));
        var after = await ExifTool.ReadAsync(TestPictures.RoundTrip(source), "jpg");
        var before = await ExifTool.ReadAsync(source, "jpg");
        before["XMP-dc:Description"].Length.ShouldBe(90_000);
        before.ShouldAllBe(tag => after[tag.Key] == tag.Value);
    }

    [Fact]
    public async Task Avif_DatesAndXmp_AreKept()
    {
        using var picture = TestPictures.Smooth(64, 48);
        using var tagged = picture.With(target =>
        {
            target.Set(GValue.GStrType, "exif-ifd2-DateTimeOriginal", "1974:07:14 12:30:00");
            target.Set(GValue.BlobType, "xmp-data", XmpPacket.Stamp(null, Stamp));
        });
        var after = await ExifTool.ReadAsync(TestPictures.RoundTrip(tagged.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1)), "avif");
        after["ExifIFD:DateTimeOriginal"].ShouldBe("1974:07:14 12:30:00");
        after["XMP-bird:SettingsHash"].ShouldBe("abc123");
    }

    private static byte[] Save(Image picture, string extension) => extension switch
    {
        "jpg" => picture.JpegsaveBuffer(),
        "tif" => picture.TiffsaveBuffer(),
        "png" => picture.PngsaveBuffer(bitdepth: picture.Format == Enums.BandFormat.Ushort ? 16 : 8),
        _ => picture.WebpsaveBuffer(lossless: true),
    };

    /// <summary>The same uncompressed TIFF in the other byte order, with its one strip's samples swapped.</summary>
    private static byte[] Swapped(byte[] tiff)
    {
        using var image = TestPictures.Open(tiff);
        var samples = image.WriteToMemory<ushort>();
        var strip = samples.SelectMany(sample => (byte[])[(byte)(sample >> 8), (byte)sample]).ToArray();
        (ushort Tag, ushort Type, uint Value)[] fields =
        [
            (256, 3, (uint)image.Width << 16), (257, 3, (uint)image.Height << 16), (258, 3, 0), (259, 3, 1 << 16), (262, 3, 2 << 16), (273, 4, 0), (277, 3, 3 << 16),
            (278, 3, (uint)image.Height << 16), (279, 4, (uint)strip.Length), (284, 3, 1 << 16),
        ];
        var ends = 8 + 2 + (fields.Length * 12) + 4;
        using var file = new MemoryStream();
        file.Write([(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, (byte)fields.Length]);
        foreach (var (tag, type, value) in fields)
        {
            var (count, field) = tag switch { 258 => (3u, (uint)ends), 273 => (1u, (uint)ends + 6), _ => (1u, value) };
            file.Write([(byte)(tag >> 8), (byte)tag, 0, (byte)type, .. BigEndian(count), .. BigEndian(field)]);
        }

        file.Write([0, 0, 0, 0, 0, 16, 0, 16, 0, 16, .. strip]);
        return file.ToArray();
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
