namespace BirD.Restoration.Priors.Import.Torch.Pickle;

/// <summary>Where one tensor of a checkpoint lies: a strided view into a storage.</summary>
/// <param name="Name">Name in the state dictionary.</param>
/// <param name="Shape">Extents; empty for a scalar.</param>
/// <param name="Stride">Elements between neighbours, one per dimension; 0 repeats.</param>
/// <param name="Offset">First element in the storage.</param>
/// <param name="Type">Encoding of the elements.</param>
/// <param name="StorageKey">Name of the storage in its container.</param>
/// <param name="StorageLength">Elements the storage holds by its own account.</param>
public sealed record StoredTensor(
    string Name,
    IReadOnlyList<long> Shape,
    IReadOnlyList<long> Stride,
    long Offset,
    ElementType Type,
    string StorageKey,
    long StorageLength)
{
    /// <summary>More elements than this are refused: no tensor of a prior is near it, and a stride of 0 costs a file nothing.</summary>
    private const long MostElements = 1L << 29;

    /// <summary>Product of the shape.</summary>
    public long Count => Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>Elements from the first to the last that the view touches, both included.</summary>
    internal long Reach => Count == 0 ? 0 : 1 + Shape.Zip(Stride, (extent, stride) => (extent - 1) * stride).Sum();

    /// <summary>Row-major strides of a shape.</summary>
    internal static long[] RowMajor(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        var step = 1L;
        for (var i = shape.Count - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(shape[i], 1);
        }

        return strides;
    }

    /// <exception cref="PriorException">The view does not lie inside its storage.</exception>
    internal StoredTensor Checked(string file)
    {
        if (Stride.Count != Shape.Count)
        {
            throw Damaged(file, $"{Shape.Count} extents but {Stride.Count} strides");
        }

        var count = 1.0;
        var reach = 1.0;
        for (var i = 0; i < Shape.Count; i++)
        {
            if (Shape[i] < 0 || Stride[i] < 0)
            {
                throw Damaged(file, "a negative extent or stride");
            }

            // In double, so that a hostile shape cannot overflow its way past the limits.
            count *= Shape[i];
            reach += (Math.Max(Shape[i], 1) - 1.0) * Stride[i];
        }

        if (count > MostElements)
        {
            throw Damaged(file, $"{count:G3} elements");
        }

        return Offset >= 0 && (count == 0 || Offset + reach <= StorageLength)
            ? this
            : throw Damaged(file, $"a view of {Offset} + {reach:G9} elements in a storage of {StorageLength}");
    }

    private PriorException Damaged(string file, string what) =>
        new($"'{file}' is damaged: tensor '{Name}' has {what}. Fetch it again and compare its SHA-256.");
}
