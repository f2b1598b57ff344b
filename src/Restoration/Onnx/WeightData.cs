using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BirD.Restoration.Priors;
using BirD.Restoration.Onnx.Proto;

namespace BirD.Restoration.Onnx;

/// <summary>Bytes of weights as ONNX stores them, little-endian.</summary>
internal static class WeightData
{
    public static long Length(TensorProto weight) =>
        weight.Dims.Aggregate(1L, (product, extent) => product * extent) * (weight.DataType == (int)OnnxType.Float16 ? 2 : 4);

    /// <summary>Encodes float32 values in the type of <paramref name="weight"/>.</summary>
    /// <exception cref="PriorException">A value is not finite, or too large for float16.</exception>
    public static byte[] Encode(TensorProto weight, float[] values)
    {
        var largest = values.Length == 0 ? 0 : TensorPrimitives.MaxMagnitude(values);
        if (!float.IsFinite(largest))
        {
            throw new PriorException($"Tensor '{weight.Name}' holds values that are not finite. The checkpoint is damaged or its training diverged.");
        }

        if (weight.DataType == (int)OnnxType.Float)
        {
            return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        }

        var half = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, half);
        return MathF.Abs(largest) <= (float)Half.MaxValue
            ? MemoryMarshal.AsBytes(half.AsSpan()).ToArray()
            : throw new PriorException($"Tensor '{weight.Name}' holds {largest}, too large for float16. Import with float32 precision.");
    }
}
