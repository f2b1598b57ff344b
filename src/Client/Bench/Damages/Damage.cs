using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>A known, seeded way to spoil a clean picture, and the task that should mend it.</summary>
/// <param name="Name">As <c>--damage</c> spells it.</param>
/// <param name="Task">Task in words of the command line; may be one that isn't delivered yet.</param>
/// <param name="Description">The operator with its numbers, for the reports.</param>
internal abstract record Damage(string Name, string Task, string Description)
{
    /// <summary>Quality is compared after the best global gain and offset: the true exposure is not in the picture.</summary>
    public virtual bool IgnoresTone => false;

    /// <param name="clean">[0,1].</param>
    /// <param name="index">Each picture of a set gets noise, strokes and masks of its own.</param>
    public abstract Damaged Apply(ImageTensor clean, int index);

    /// <summary>What the non-blind oracle is told; null when there is nothing to tell.</summary>
    public virtual RestoreSettings? Tell(RestoreSettings settings, Damaged damaged) => settings with { NoiseSigma = damaged.NoiseSigma };
}
