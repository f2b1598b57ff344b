using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Missing.Detection;

/// <summary>What was found on a picture.</summary>
public sealed record FoundMarks
{
    /// <summary>Every pixel of a mark is missing; null when no mark was found.</summary>
    public KnownPixels? Known { get; init; }

    /// <summary>Marks brighter than what they cover.</summary>
    public int Bright { get; init; }

    /// <summary>Marks darker than what they cover.</summary>
    public int Dark { get; init; }

    /// <summary>Mean probability of the marks by area, 0 to 1.</summary>
    public double Confidence { get; init; }

    /// <summary>Further places that are more likely marks than not, and were left as they are.</summary>
    public int Doubtful { get; init; }

    /// <summary>Share of the area that marks cover, 0 to 1.</summary>
    public double Share => Known?.MissingShare ?? 0;

    /// <summary>One plane, 1 where a mark is and 0 elsewhere; null when none was found.</summary>
    public ImageTensor? Mask() => Known is null ? null : new ImageTensor(1, Known.Height, Known.Width, [.. Known.Weights.ToArray().Select(w => 1 - w)]);
}
