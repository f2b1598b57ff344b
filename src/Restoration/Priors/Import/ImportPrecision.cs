namespace BirD.Restoration.Priors.Import;

/// <summary>Storage and arithmetic of an imported model.</summary>
public enum ImportPrecision
{
    /// <summary>Everything in float32.</summary>
    Float32 = 0,

    /// <summary>
    /// As the original's half mode: the convolutions inside the blocks store and compute in float16; normalisation,
    /// linear layers, time embedding, softmax and the last convolution stay float32. For GPUs.
    /// </summary>
    Float16 = 1,

    /// <summary>The same weights stored as float16, all arithmetic in float32: half the file, best for CPUs.</summary>
    Float16Storage = 2,
}
