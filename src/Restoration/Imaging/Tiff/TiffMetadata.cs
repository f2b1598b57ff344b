namespace BirD.Restoration.Imaging.Tiff;

/// <summary>The directory of a restored page: stored as the result is, and otherwise what the source said.</summary>
internal static class TiffMetadata
{
    /// <param name="result">Directory that libvips wrote.</param>
    /// <param name="source">Directory of the original page.</param>
    /// <param name="turned">The picture was laid on its side, so what is said of its two directions changes sides.</param>
    /// <param name="recoloured">The pixels left the source's colour space; its description of colour no longer holds.</param>
    /// <param name="xmp">The XMP packet to write; null for none.</param>
    public static TiffDirectory Merge(TiffDirectory result, TiffDirectory source, bool turned, bool recoloured, byte[]? xmp)
    {
        var merged = new TiffDirectory();
        foreach (var entry in source.Entries.Where(entry => IsCarried(entry.Tag, result, source, recoloured)))
        {
            merged.Set(entry);
        }

        foreach (var entry in result.Entries.Where(entry => TiffTags.Storage.Contains(entry.Tag) || (recoloured && entry.Tag == TiffTags.ColourProfile)))
        {
            merged.Set(entry);
        }

        foreach (var (tag, child) in source.Children)
        {
            merged.Children[tag] = child;
        }

        if (source[TiffTags.Orientation] is not null)
        {
            merged.Set(TiffEntry.OfShort(TiffTags.Orientation, 1));
        }

        // A plane that the source doesn't name (infrared, say) is not to become opacity. Opacity itself is as libvips wrote
        // it: it has taken colours that were multiplied with it apart.
        if (source[TiffTags.ExtraSamples] is { Count: 1 } extra && extra.Number() == 0 && result[TiffTags.ExtraSamples] is { Count: 1 })
        {
            merged.Set(extra);
        }

        if (turned)
        {
            merged.Swap(TiffTags.XResolution, TiffTags.YResolution);
            merged.Children.GetValueOrDefault(TiffTags.ExifDirectory)?.Swap(TiffTags.ExifWidth, TiffTags.ExifHeight);
        }

        if (xmp is not null)
        {
            merged.Set(TiffEntry.Of(TiffTags.Xmp, TiffEntry.Byte, xmp));
        }

        return merged;
    }

    private static bool IsCarried(ushort tag, TiffDirectory result, TiffDirectory source, bool recoloured)
    {
        if (TiffTags.Storage.Contains(tag) || TiffTags.Outdated.Contains(tag) || tag == TiffTags.Xmp)
        {
            return false;
        }

        // White point, primaries, transfer curve and profile describe the numbers that were there.
        if (tag is TiffTags.TransferFunction or 318 or 319 or TiffTags.ColourProfile)
        {
            return !recoloured && (tag != TiffTags.TransferFunction || result.Number(TiffTags.BitsPerSample) == source.Number(TiffTags.BitsPerSample));
        }

        return true;
    }
}
