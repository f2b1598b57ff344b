namespace BirD.Restoration.Degradations.Noise;

/// <summary>Noise as it is: by brightness, by frequency, and whether there is any.</summary>
/// <param name="Curve">Evens the noise out over brightness.</param>
/// <param name="Spectrum">Its power under that curve.</param>
/// <param name="Light">What the picture's calmest twentieth of blocks has left of light, middle frequencies, under the curve.</param>
/// <param name="Colour">The same of colour, low frequencies.</param>
public sealed record NoiseModel(StabilisingCurve Curve, NoiseSpectrum Spectrum, NoiseFloor Light, NoiseFloor Colour)
{
    /// <summary>
    /// A floor this high is noise that is seen, [0,1] units. Twelve Kodak pictures have 1.6 to 3.9 in light with a spread of 1.6 to 7,
    /// and 0.6 to 1.9 in colour.
    /// </summary>
    public const double LeastFloor = 3.5 / 255;

    /// <summary>
    /// Noise is everywhere, texture is not: most blocks stand at most this much above the calmest ones. Five pictures with real
    /// noise measure 1.3 to 1.6, grained prints 1.6 to 1.8; of 192 sound pictures those with a floor as high measure 2.1 to 7,
    /// but for one drawn leather and two that somebody had put noise on (docs/results.md).
    /// </summary>
    public const double MostSpread = 1.95;

    /// <summary>Noise that differs less than this between brightnesses is the same everywhere.</summary>
    private const double Even = 1.5;

    /// <summary>Whether the picture is noisy beyond doubt.</summary>
    public bool IsFound => IsNoise(Light) || IsNoise(Colour);

    /// <summary>Whether it is as strong at all frequencies and in all colours, so that a prior of white noise can be asked directly.</summary>
    public bool IsWhite => Spectrum.IsWhite;

    /// <summary>Whether it is as strong in the shadows as in the lights.</summary>
    public bool IsEven => Curve.Range < Even;

    private static bool IsNoise(NoiseFloor floor) => floor is { Level: >= LeastFloor, Spread: <= MostSpread };
}

/// <param name="Level">Standard deviation that the calmest twentieth of the blocks stays below, [0,1] units.</param>
/// <param name="Spread">That of six tenths of them over it: near 1 for noise, far above for texture.</param>
public readonly record struct NoiseFloor(double Level, double Spread);
