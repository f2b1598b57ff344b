using System.Buffers;
using System.Runtime.InteropServices;
using BirD.Restoration.Priors.Import.Torch.Pickle;

namespace BirD.Restoration.Priors.Import.Torch;

/// <summary>A file of named tensors, open for reading one tensor at a time. Nothing in it is ever executed.</summary>
/// <remarks>Open one with <see cref="CheckpointFile.Open"/>. Not thread-safe.</remarks>
public abstract class Checkpoint(string file, IReadOnlyList<StoredTensor> tensors) : IDisposable
{
    private readonly Dictionary<string, StoredTensor> _byName = tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Path, for messages.</summary>
    public string File { get; } = file;

    /// <summary>The tensors in the order of the file.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; } = tensors;

    /// <summary>The tensor called <paramref name="name"/>, or null.</summary>
    public StoredTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The logical values in row-major order, widened; float64 and integers are rounded to float32.</summary>
    /// <exception cref="PriorException">The file ends before the tensor does.</exception>
    public float[] ReadFloat32(StoredTensor tensor)
    {
        // By far the most common case needs no second copy.
        if (tensor.Type == ElementType.Float32 && BitConverter.IsLittleEndian
            && tensor.Stride.SequenceEqual(StoredTensor.RowMajor(tensor.Shape)))
        {
            var direct = new float[tensor.Count];
            ReadStorage(tensor, tensor.Offset * sizeof(float), MemoryMarshal.AsBytes(direct.AsSpan()));
            return direct;
        }

        var values = new float[tensor.Count];
        Gather(tensor, (index, value) => values[index] = (float)value);
        return values;
    }

    /// <summary>The logical values in row-major order, widened to float64.</summary>
    /// <exception cref="PriorException">The file ends before the tensor does.</exception>
    public double[] ReadFloat64(StoredTensor tensor)
    {
        var values = new double[tensor.Count];
        Gather(tensor, (index, value) => values[index] = value);
        return values;
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fills <paramref name="target"/> from byte <paramref name="offset"/> of the tensor's storage.</summary>
    /// <exception cref="PriorException">The file ends too early.</exception>
    protected abstract void ReadStorage(StoredTensor tensor, long offset, Span<byte> target);

    protected abstract void Dispose(bool disposing);

    /// <summary>The exception for a file that ends early.</summary>
    protected PriorException Truncated(StoredTensor tensor, Exception? inner = null) => new(
        $"'{File}' is truncated: the data of tensor '{tensor.Name}' are incomplete. Fetch it again and compare its SHA-256.", inner);

    private void Gather(StoredTensor tensor, Action<int, double> store)
    {
        var size = Widening.Size(tensor.Type);
        var length = checked((int)(tensor.Reach * size));
        var raw = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            ReadStorage(tensor, tensor.Offset * size, raw.AsSpan(0, length));
            var position = 0L;
            var index = new long[tensor.Shape.Count];
            for (var i = 0; i < tensor.Count; i++)
            {
                store(i, Widening.ToDouble(tensor.Type, raw.AsSpan((int)position * size, size)));
                position = Advance(tensor, index, position);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    /// <summary>Steps the odometer <paramref name="index"/> by one element and returns the position in the storage.</summary>
    private static long Advance(StoredTensor tensor, long[] index, long position)
    {
        for (var d = index.Length - 1; d >= 0; d--)
        {
            position += tensor.Stride[d];
            if (++index[d] < tensor.Shape[d])
            {
                return position;
            }

            position -= index[d] * tensor.Stride[d];
            index[d] = 0;
        }

        return position;
    }
}
