using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations;

/// <summary>The proximal data step argmin over x of |y - D(x)|^2 + alpha |x - z|^2 of one degradation D.</summary>
public interface IDataStep
{
    /// <summary>y - D(z), in the observation's shape; 0 where nothing was observed.</summary>
    ImageTensor ResidualOf(ImageTensor z);

    /// <summary>z + the correction that explains the residual as far as alpha allows.</summary>
    ImageTensor Correct(ImageTensor z, ImageTensor residual, double alpha);

    /// <summary>The noise level that the prior is told of the corrected iterate, [0,1] units.</summary>
    /// <param name="noise">Noise of the observation, [0,1] units.</param>
    /// <param name="level">Error of the iterate, [0,1] units.</param>
    /// <param name="alpha">Weight of the iterate in the data step.</param>
    double FusedLevel(double noise, double level, double alpha);

    /// <summary>The same for a device that can take the step by itself; null where it can't.</summary>
    ResidentData? Resident => null;
}
