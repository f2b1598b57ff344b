using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations;

/// <summary>What happened to a picture, as far as a task models it: all that the robust sampler needs to know of a task.</summary>
/// <remarks>
/// Depends on the observation only, never on the state, so that a resumed run builds the same one again. Threads: one sampler's, one at a
/// time. Ownership: what is passed stays the caller's unless a member says otherwise; what <see cref="Begin"/> answers may be the
/// observation itself and must not be written to.
/// </remarks>
public interface IDamage
{
    /// <summary>The first estimate, [0,1], of the size that the result will have.</summary>
    ImageTensor Begin();

    /// <summary>The data step under the kernel as known at the moment.</summary>
    IDataStep StepFor(DegradationKernel kernel);

    /// <summary>A kernel that explains the observation better than <paramref name="kernel"/> does, given an estimate.</summary>
    /// <param name="kernel">The kernel so far.</param>
    /// <param name="estimate">Clean estimate, [0,1].</param>
    /// <param name="rounds">Gradient steps.</param>
    DegradationKernel Learn(DegradationKernel kernel, ImageTensor estimate, int rounds);

    /// <summary>Enforces on the result what the task guarantees, such as untouched known pixels. May change its argument.</summary>
    /// <param name="result">[0,1].</param>
    ImageTensor Settle(ImageTensor result);
}
