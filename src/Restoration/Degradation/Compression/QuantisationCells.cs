using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradation.Compression;

/// <summary>What a JPEG's own tables say of its original: each cosine coefficient lies near the stored one, by the measure of its divisor.</summary>
/// <remarks>
/// Within half a divisor for certain, within a fifth mostly: the inner part (a narrow quantisation constraint set) costs a few
/// coefficients and keeps the many from straying. Whatever lies in it compresses to the stored coefficients. Colour is taken as
/// JFIF stores it: Y, Cb, Cr, the latter two averaged over <see cref="JpegComponent.StepX"/> x <see cref="JpegComponent.StepY"/> pixels.
/// </remarks>
public sealed class QuantisationCells
{
    private readonly ComponentCells[] components;

    /// <param name="decoded">The decoded JPEG, [0,1], 3 channels (grey three times counts).</param>
    /// <param name="stored">1 component (grey) or 3 (Y, Cb, Cr).</param>
    public QuantisationCells(ImageTensor decoded, IReadOnlyList<JpegComponent> stored) => components =
        [.. stored.Select((component, c) => new ComponentCells(JfifColour.Component(decoded, c), decoded.Height, decoded.Width, component))];

    /// <summary>The nearest picture (component by component) whose coefficients all lie in the inner parts of their cells.</summary>
    /// <param name="picture">[0,1]; left as it is.</param>
    public ImageTensor Project(ImageTensor picture)
    {
        var projected = picture.Clone();
        for (var c = 0; c < components.Length; c++)
        {
            JfifColour.Add(projected, c, components[c].Correction(JfifColour.Component(picture, c)));
        }

        return projected;
    }

    /// <summary>Root mean square distance from the inner cells over all coefficients, codes of 255; 0 inside.</summary>
    public double Violation(ImageTensor picture) => Math.Sqrt(components
        .Select((cells, c) => cells.Correction(JfifColour.Component(picture, c)).Average(v => (double)v * v)).Average());
}
