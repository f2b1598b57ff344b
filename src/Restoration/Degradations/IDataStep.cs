using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations;

/// <summary>
/// A step towards the observation of one degradation D: the proximal step argmin over x of |y - D(x)|^2 + alpha |x - z|^2, exactly
/// unless the implementation says otherwise.
/// </summary>
/// <remarks>
/// <para>
/// Three say otherwise: a JPEG's step is the expectation within the quantisation cells and has no use for alpha, one with missing
/// pixels under a blur is a round of expectation-maximisation, and coloured noise is shrunk to the level of the step.
/// None of these or the others ever raises its objective, where it has one.
/// </para>
/// <para>
/// State: none. What a method answers follows from its arguments and the constructor's alone, in whatever order they are called.
/// Threads: any number at once. Ownership: arguments are read and never kept or changed; a returned tensor is the caller's, who
/// may give it to <see cref="TensorPool"/>, and shares no memory with an argument or an earlier answer.
/// tests/Restoration.Tests/Degradations/DataStepConformance.cs holds every step to this.
/// </para>
/// </remarks>
public interface IDataStep
{
    /// <summary>y - D(z), in the observation's shape; 0 where nothing was observed, and of a perfect picture.</summary>
    /// <param name="z">3 x H x W of the result's size, [0,1] units; may leave the range.</param>
    ImageTensor ResidualOf(ImageTensor z);

    /// <summary>z + the correction that explains the residual as far as alpha allows.</summary>
    /// <param name="z">The iterate.</param>
    /// <param name="residual">What <see cref="ResidualOf"/> gave for it.</param>
    /// <param name="alpha">
    /// Weight of the iterate, above 0: lambda sigma^2 / level^2, as rho_t of DiffPIR (Zhu et al. 2023) and DPIR
    /// (Zhang et al. 2021).
    /// </param>
    ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha);

    /// <summary>The noise level that the prior is told of the corrected iterate, [0,1] units. Falls as the level does, and is never above it, at alpha = noise^2 / level^2.</summary>
    /// <param name="noise">Noise of the observation, [0,1] units.</param>
    /// <param name="level">Error of the iterate, [0,1] units.</param>
    /// <param name="alpha">Weight of the iterate in the data step.</param>
    double FusedLevel(double noise, double level, double alpha);

    /// <summary>The same degradation for a device that can take the step by itself; null where it can't.</summary>
    ResidentData? Resident => null;
}
