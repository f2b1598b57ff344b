using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Jpeg;
using BirD.Restoration.Degradations.Missing;
using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>What is known of a picture beside its pixels, before anything is measured.</summary>
public sealed record PictureFacts
{
    public static PictureFacts None { get; } = new();

    /// <summary>Which pixels were observed; null when all were.</summary>
    public KnownPixels? Known { get; init; }

    /// <summary>Whether <see cref="Known"/> leaves out marks that were found, not some that were told: nobody promised that all else is sound.</summary>
    public bool IsFound { get; init; }

    /// <summary>Why what was to say which pixels are missing is not believed, for the user; null otherwise.</summary>
    public string? MaskRefusal { get; init; }

    /// <summary>Whether the missing pixels of the observation already hold what the known ones make likely.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Further exposures of the scene, [0,1].</summary>
    public IReadOnlyList<ImageTensor> Exposures { get; init; } = [];

    /// <summary>Frames before and after this one of the same film, [0,1], decoded while they are enumerated.</summary>
    public IEnumerable<ImageTensor> Neighbours { get; init; } = [];

    /// <summary>What a run that goes on found when it began; null to measure everything.</summary>
    public PlanMemory? Memory { get; init; }

    /// <summary>How the file was compressed; null when it is no JPEG, or none whose blocks still lie where they were stored.</summary>
    public IReadOnlyList<JpegComponent>? Jpeg { get; init; }

    /// <exception cref="PictureException">A mask does not fit its picture, or the plane that was named is not there.</exception>
    public static PictureFacts Read(
        IImageCodec codec, PictureInput input, DecodedImage image, RestoreSettings settings, DecodeLimits limits)
    {
        var masks = input.Companions.Where(c => c.Role == CompanionRole.Mask)
            .Select(mask => MaskReader.FromFile(codec, mask.Content, image.Pixels, limits));
        var infrared = settings.MaskFrom == MaskPlane.Infrared
            ? MaskReader.FromInfrared(image, image.Alpha ?? InfraredPage(codec, input, image, limits))
            : null;
        var plane = settings.MaskFrom == MaskPlane.Alpha ? MaskReader.FromAlpha(image) : infrared?.Known;
        return new PictureFacts
        {
            Known = plane ?? masks.FirstOrDefault(),
            MaskRefusal = infrared?.Refusal,
            Exposures = [.. input.Companions.Where(c => c.Role == CompanionRole.Exposure).Select(c => codec.Decode(c.Content, limits).Pixels)],
            Neighbours = FrameReader.Neighbours(codec, input, image, settings, limits),
            Jpeg = image.IsTurned ? null : JpegTables.Read(input.Picture.Span),
        };
    }

    /// <summary>Some scanners write the infrared exposure as a page of its own behind the picture's.</summary>
    private static ImageTensor? InfraredPage(IImageCodec codec, PictureInput input, DecodedImage image, DecodeLimits limits)
    {
        var next = image.Page + 1 < image.PageCount ? codec.Decode(input.Picture, limits, image.Page + 1) : null;
        return next is { IsMask: true } && next.Pixels.Height == image.Pixels.Height && next.Pixels.Width == image.Pixels.Width
            ? next.Pixels
            : null;
    }
}
