using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging;

/// <summary>Bytes to pixels and back, keeping format, depth, colour profile and metadata of the source.</summary>
public interface IImageCodec
{
    /// <summary>Decodes one page of a picture file after checking its header against <paramref name="limits"/>.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="limits">Checked before pixels are allocated.</param>
    /// <param name="page">From 0; below the <see cref="DecodedImage.PageCount"/> that page 0 tells.</param>
    /// <exception cref="PictureException">The bytes are no picture, are cut short, or break a limit.</exception>
    DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits, int page = 0);

    /// <summary>
    /// Encodes <paramref name="pixels"/> ([0,1], same size and channel count as the source) in the format, depth and
    /// with the profile, metadata and extra plane of <paramref name="source"/>. Deterministic: same input, same bytes.
    /// A page of several becomes a file of its own; <see cref="Join"/> puts them together.
    /// </summary>
    /// <param name="source">The page that was restored.</param>
    /// <param name="pixels">The result.</param>
    /// <param name="stamp">What is added to the result's XMP; null adds nothing.</param>
    byte[] Encode(DecodedImage source, ImageTensor pixels, ProvenanceStamp? stamp = null);

    /// <summary>One TIFF of the pages that <see cref="Encode"/> made, in order.</summary>
    byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> pages);
}

/// <summary>Checked before any pixel is allocated, because inputs are untrusted.</summary>
public sealed record DecodeLimits
{
    /// <summary>Largest file, bytes. Default 4 GiB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Largest picture, pixels (width x height). Default 150 million.</summary>
    public long MaxPixels { get; init; } = 150_000_000;

    /// <summary>Most pages of a TIFF. Default 2000.</summary>
    public int MaxPages { get; init; } = 2000;

    /// <summary>
    /// For looking at only: a picture whose longer side is twice this or more, pixels, is shrunk while it is read, to between once and
    /// twice this. Such a picture can't be encoded again. Default 0, read as it is.
    /// </summary>
    public int ShrinkTo { get; init; }
}
