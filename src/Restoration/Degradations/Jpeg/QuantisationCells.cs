using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>What a JPEG's own tables say of its original: each cosine coefficient lies within half a divisor of the stored one.</summary>
/// <remarks>
/// Where in that cell, a guess of the picture says (<see cref="CellExpectation"/>). Whatever comes out compresses to the stored
/// coefficients. Colour is taken as JFIF stores it: Y, Cb, Cr, the latter two averaged over
/// <see cref="JpegComponent.StepX"/> x <see cref="JpegComponent.StepY"/> pixels.
/// </remarks>
public sealed class QuantisationCells
{
    /// <summary>A guess errs less in colour than in light, by this factor (measured: docs/results.md).</summary>
    private const double ColourError = 0.7;

    private readonly ComponentCells[] components;

    /// <param name="decoded">The decoded JPEG, [0,1], 3 channels (grey three times counts).</param>
    /// <param name="stored">1 component (grey) or 3 (Y, Cb, Cr).</param>
    /// <param name="guessError">Standard deviation of the guesses that will be made, codes of 255.</param>
    public QuantisationCells(ImageTensor decoded, IReadOnlyList<JpegComponent> stored, double guessError) => components =
        [.. stored.Select((component, c) => new ComponentCells(
            JfifColour.Component(decoded, c), decoded.Height, decoded.Width, component, c == 0 ? guessError : ColourError * guessError))];

    /// <summary>The picture to expect, given the file and a guess: each coefficient inside its cell.</summary>
    /// <param name="guess">[0,1]; left as it is.</param>
    public ImageTensor Expect(ImageTensor guess)
    {
        var expected = guess.Clone();
        for (var c = 0; c < components.Length; c++)
        {
            JfifColour.Add(expected, c, components[c].Correction(JfifColour.Component(guess, c)));
        }

        return expected;
    }
}
