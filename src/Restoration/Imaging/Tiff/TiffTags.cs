using System.Collections.Frozen;

namespace BirD.Restoration.Imaging.Tiff;

/// <summary>Which fields of a page belong to how its pixels are stored, which to the photograph, and which to neither any more.</summary>
internal static class TiffTags
{
    public const ushort NewSubfileType = 254;
    public const ushort Width = 256;
    public const ushort Height = 257;
    public const ushort BitsPerSample = 258;
    public const ushort StripOffsets = 273;
    public const ushort Orientation = 274;
    public const ushort StripByteCounts = 279;
    public const ushort XResolution = 282;
    public const ushort YResolution = 283;
    public const ushort TransferFunction = 301;
    public const ushort TileOffsets = 324;
    public const ushort TileByteCounts = 325;
    public const ushort SubDirectories = 330;
    public const ushort ExtraSamples = 338;
    public const ushort Xmp = 700;
    public const ushort Iptc = 33723;
    public const ushort ExifDirectory = 34665;
    public const ushort ColourProfile = 34675;
    public const ushort GpsDirectory = 34853;
    public const ushort InteropDirectory = 40965;
    public const ushort ExifWidth = 40962;
    public const ushort ExifHeight = 40963;
    public const ushort DngVersion = 50706;

    /// <summary>Taken from the result: they say how its samples lie in the file.</summary>
    public static readonly FrozenSet<ushort> Storage = FrozenSet.ToFrozenSet<ushort>(
        [Width, Height, BitsPerSample, 259, 262, 266, StripOffsets, 277, 278, StripByteCounts, 284, 317, 322, 323, TileOffsets, TileByteCounts, ExtraSamples, 339, 559]);

    /// <summary>
    /// Not carried, because they would describe what is no longer there: old storage (palette, fax, JPEG, ink), extreme
    /// values, previews and pyramid levels of the unrestored picture, Photoshop's layers, a signature that no longer holds.
    /// </summary>
    public static readonly FrozenSet<ushort> Outdated = FrozenSet.ToFrozenSet<ushort>(
    [
        263, 264, 265, 280, 281, 288, 289, 292, 293, 320, 326, 327, 328, SubDirectories, 332, 333, 334, 336, 340, 341, 347, 400,
        512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 37724, 52545,
    ]);

    /// <summary>Directories within a directory that are followed.</summary>
    public static bool IsDirectory(ushort tag) => tag is ExifDirectory or GpsDirectory or InteropDirectory;
}
