namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>How a stored element is encoded, little-endian.</summary>
public enum ElementType
{
    Float32 = 0,
    Float64,
    Float16,

    /// <summary>The upper half of a float32.</summary>
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,

    /// <summary>One byte, zero or one.</summary>
    Boolean,
}
