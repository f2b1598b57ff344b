using BirD.Restoration.Degradations;

namespace BirD.Client.Bench.Damages;

/// <summary>The damages that quality is measured on, at their usual severity and at twice that.</summary>
internal static class DamageCatalogue
{
    /// <summary>The one damage that needs overlays.</summary>
    public const string Dust = "dust";

    public static IReadOnlyList<string> Names { get; } =
    [
        "noise", "gaussian-blur", "motion-blur", "shake", "defocus", "decimate-2", "decimate-4",
        "missing", "scratches", "jpeg", "dark", "mixed", "pristine", Dust,
    ];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="severity">1 as in the targets, 2 for twice as bad.</param>
    /// <param name="trajectories">Point spread functions of real shakes, one picture after another; none for drawn ones.</param>
    /// <returns>Null when twice as bad has no meaning or no task that could mend it (8x reduction, twice nothing).</returns>
    /// <param name="overlays">Folder of what <see cref="Dust"/> is laid over pictures; null where nobody gave one, and there is no such damage.</param>
    public static Damage? Create(string name, int severity, IReadOnlyList<float[]>? trajectories = null, string? overlays = null) => (name, severity) switch
    {
        (Dust, 1) when overlays is not null => OverlayDamage.FromFolder(name, overlays),
        ("noise", _) => new NoiseDamage(name, 25 * severity),
        ("gaussian-blur", _) => Gaussian(name, 1.6 * severity, 2 * severity),
        ("motion-blur", _) => Motion(name, 9 * severity, 15 * severity, 2 * severity),
        ("shake", _) when trajectories is { Count: > 0 } recorded => Recorded(name, recorded, 2 * severity),
        ("shake", _) => Shake(name, 9 * severity, 15 * severity, 2 * severity),
        ("defocus", _) => Defocus(name, 2.5 * severity, 2 * severity),
        ("decimate-2", _) => new DecimationDamage(name, 2 * severity),
        ("decimate-4", 1) => new DecimationDamage(name, 4),
        ("missing", _) => Missing(name, 0.25 * severity),
        ("scratches", _) => Scratched(name, 0.05 * severity),
        ("jpeg", _) => new JpegDamage(name, 20 / severity),
        ("dark", _) => new DarknessDamage(name, 4 * severity, 5 * severity),
        ("mixed", _) => new MixedDamage(name, severity),
        ("pristine", 1) => new PristineDamage(name),
        _ => null,
    };

    public static BlurDamage Gaussian(string name, double sigma, double noise)
    {
        // Four sigmas to each side: what is cut off is below the noise.
        var kernel = KernelShapes.Gaussian(1, (2 * (int)Math.Ceiling(4 * sigma)) + 1, sigma);
        return new BlurDamage(name, FormattableString.Invariant($"Gaussian blur sigma {sigma:0.0#} px"), _ => kernel, noise);
    }

    private static BlurDamage Motion(string name, double shortest, double longest, double noise) => new(
        name, $"straight motion {shortest} to {longest} px at any angle", index =>
        {
            var random = Recording.RandomFor(name, index);
            var length = shortest + (random.NextDouble() * (longest - shortest));
            return Strokes.Line((int)longest + 4 | 1, length, random.NextDouble() * Math.PI);
        },
        noise);

    private static BlurDamage Shake(string name, double shortest, double longest, double noise) => new(
        name, $"camera shake within {shortest} to {longest} px", index =>
        {
            var random = Recording.RandomFor(name, index);
            var length = shortest + (random.NextDouble() * (longest - shortest));
            return Strokes.Shake((2 * (int)longest) + 1, length, random);
        },
        noise);

    private static BlurDamage Recorded(string name, IReadOnlyList<float[]> trajectories, double noise) => new(
        name, $"{trajectories.Count} recorded camera shakes in turn", index => DegradationKernel.OfPointSpread(trajectories[index % trajectories.Count]), noise);

    private static BlurDamage Defocus(string name, double radius, double noise)
    {
        var kernel = Strokes.Disc((2 * (int)Math.Ceiling(radius + 1)) + 1, radius);
        return new BlurDamage(name, FormattableString.Invariant($"disc of radius {radius} px"), _ => kernel, noise);
    }

    private static MaskDamage Missing(string name, double share) => new(
        name, FormattableString.Invariant($"{share:P0} of the pixels missing at random, mask given"),
        (h, w, random) => Masks.Scattered(h, w, random, share), Fill: 0);

    private static MaskDamage Scratched(string name, double share) => new(
        name, FormattableString.Invariant($"scratches 3 px wide over {share:P0} of the area, mask given"),
        (h, w, random) => Masks.Scratches(h, w, random, share, thickness: 3), Fill: 1);
}
