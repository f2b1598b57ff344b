namespace BirD.Restoration.Priors;

/// <summary>The few sizes of batches that a device other than the CPU is asked for.</summary>
/// <remarks>
/// A convolution is planned for one shape, and ONNX Runtime keeps a node's latest plan only (microsoft/onnxruntime issue 23006): a batch of as many
/// pictures as there happen to be makes it plan all of them anew at nearly every evaluation, 1.3 ms each by that issue. A larger size is filled up where
/// more than half of it is used; otherwise the rest waits for the next evaluation.
/// </remarks>
public static class BatchSizes
{
    /// <summary>Smallest first.</summary>
    public static IReadOnlyList<int> All { get; } = [1, 2, 4, 16, 64];

    /// <summary>How many of so many pictures should go into the next evaluation.</summary>
    public static int Take(int count)
    {
        var padded = Padded(count);
        return count >= All[^1] ? All[^1]
            : 2 * count > padded ? count
            : All.Last(size => size <= count);
    }

    /// <summary>The size that so many are filled up to.</summary>
    public static int Padded(int count) => All.FirstOrDefault(size => size >= count, count);
}
