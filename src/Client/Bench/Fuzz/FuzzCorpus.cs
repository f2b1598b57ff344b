using BirD.Restoration.Imaging;
using NetVips;

namespace BirD.Client.Bench.Fuzz;

/// <summary>Small valid files of every format and flavour that is read.</summary>
internal static class FuzzCorpus
{
    private const int Width = 56;
    private const int Height = 40;

    public static IReadOnlyList<(string Name, byte[] Bytes)> Create()
    {
        using var colour = Picture(3, wide: false);
        using var grey = Picture(1, wide: false);
        using var opaque = Picture(4, wide: false);
        using var deep = Picture(3, wide: true);
        using var inks = colour.IccTransform("cmyk", inputProfile: "srgb");
        using var catalogued = colour.Mutate(target =>
        {
            target.Set(GValue.GStrType, "exif-ifd0-Make", "Agfa");
            target.Set(GValue.GStrType, "exif-ifd2-DateTimeOriginal", "1974:07:14 12:30:00");
            target.Set(GValue.GIntType, "orientation", 6);
            target.Set(GValue.BlobType, "icc-profile-data", Image.ProfileLoad("srgb"));
        });
        var page = deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw);
        return
        [
            ("jpeg", catalogued.JpegsaveBuffer(q: 85)),
            ("jpeg-progressive", colour.JpegsaveBuffer(interlace: true)),
            ("jpeg-grey", grey.JpegsaveBuffer()),
            ("jpeg-cmyk", inks.JpegsaveBuffer(keep: Enums.ForeignKeep.None)),
            ("png", catalogued.PngsaveBuffer()),
            ("png-16", deep.PngsaveBuffer(bitdepth: 16)),
            ("png-palette", colour.PngsaveBuffer(palette: true)),
            ("png-1bit", grey.PngsaveBuffer(bitdepth: 1)),
            ("png-interlaced", opaque.PngsaveBuffer(interlace: true)),
            ("tiff", catalogued.TiffsaveBuffer()),
            ("tiff-deflate-tiles", deep.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Deflate, predictor: Enums.ForeignTiffPredictor.Horizontal, tile: true, tileWidth: 16, tileHeight: 16)),
            ("tiff-lzw", opaque.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw)),
            ("tiff-packbits", grey.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Packbits)),
            ("tiff-jpeg", colour.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg)),
            ("tiff-fax", grey.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Ccittfax4, bitdepth: 1)),
            ("tiff-big", deep.TiffsaveBuffer(bigtiff: true)),
            ("tiff-pages", new NetVipsImageCodec().Join([page, page, page])),
            ("webp", catalogued.WebpsaveBuffer()),
            ("webp-lossless", opaque.WebpsaveBuffer(lossless: true)),
            ("avif", colour.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0)),
        ];
    }

    private static Image Picture(int bands, bool wide)
    {
        var samples = new ushort[Width * Height * bands];
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i / bands % Width, i / bands / Width);
            samples[i] = (ushort)((0.5 + (0.3 * Math.Sin((x * 0.3) + (i % bands))) + (0.2 * Math.Cos(y * 0.4))) * (wide ? 65535 : 255));
        }

        using var raw = Image.NewFromMemory(samples, Width, Height, bands, Enums.BandFormat.Ushort);
        using var typed = wide ? raw.Copy() : raw.Cast(Enums.BandFormat.Uchar);
        return typed.Copy(interpretation: bands < 3 ? Enums.Interpretation.Bw : wide ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb).CopyMemory();
    }
}
