using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Settings;

namespace BirD.Restoration.Pipeline;

/// <summary>What this process can take on; checked before the work starts, so that one scan can't bring the others down.</summary>
public sealed record WorkLimits
{
    public DecodeLimits Decode { get; init; } = new();

    /// <summary>
    /// Memory for all pictures in work together, bytes; the program itself and one evaluation of the prior, 0.7 GB with the
    /// bundled one, come on top. It decides what runs beside what and what is refused, never how a picture is cut: results don't
    /// depend on it.
    /// Default: half of what the runtime says is available to this process.
    /// </summary>
    public long MemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <exception cref="PictureException">The picture needs more memory than there may be used.</exception>
    public MemoryPlan Plan(int width, int height, RestoreSettings settings, long fileBytes = 0)
    {
        var plan = MemoryPlan.For(width, height, settings, fileBytes);
        return plan.Bytes <= MemoryBytes ? plan : throw new PictureException(
            PictureFault.TooLarge,
            FormattableString.Invariant(
                $"{width} x {height} pixels need about {plan.Bytes / 1_000_000:N0} MB; the ceiling here is {MemoryBytes / 1_000_000:N0} MB, about {MemoryPlan.Megapixels(MemoryBytes)} megapixels. Raise it with --memory if the machine has more."));
    }
}
