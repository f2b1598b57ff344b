using BirD.Restoration.Tensors;

namespace BirD.Restoration.Imaging;

/// <summary>Bytes to pixels and back, keeping format, depth, colour profile and metadata of the source.</summary>
public interface IImageCodec
{
    /// <summary>Decodes a picture after checking its header against <paramref name="limits"/>.</summary>
    /// <exception cref="PictureException">The bytes are no picture, are cut short, or break a limit.</exception>
    DecodedImage Decode(ReadOnlyMemory<byte> bytes, DecodeLimits limits);

    /// <summary>
    /// Encodes <paramref name="pixels"/> ([0,1], same size and channel count as the source) in the format, depth and
    /// with the profile, metadata and alpha of <paramref name="source"/>. Deterministic: same input, same bytes.
    /// </summary>
    byte[] Encode(DecodedImage source, ImageTensor pixels);
}

/// <summary>Checked before any pixel is allocated, because inputs are untrusted.</summary>
public sealed record DecodeLimits
{
    /// <summary>Largest file, bytes. Default 4 GiB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Largest picture, pixels (width x height). Default 150 million.</summary>
    public long MaxPixels { get; init; } = 150_000_000;
}
