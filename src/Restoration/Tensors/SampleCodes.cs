using System.Numerics;
using System.Numerics.Tensors;

namespace BirD.Restoration.Tensors;

/// <summary>Between a file's integer codes and floats in [0,1].</summary>
/// <remarks>Division, not multiplication by a reciprocal: code / most is the nearest float and rounds back to the code.</remarks>
internal static class SampleCodes
{
    /// <summary>The code of white.</summary>
    public static float MostOf(int bitDepth) => bitDepth == 16 ? ushort.MaxValue : byte.MaxValue;

    /// <summary>Codes to values in [0,1].</summary>
    /// <param name="codes">Of bytes or 16-bit words.</param>
    /// <param name="values">As many.</param>
    /// <param name="most">The code of white.</param>
    public static void ToUnit<T>(ReadOnlySpan<T> codes, Span<float> values, float most)
        where T : INumberBase<T>
    {
        TensorPrimitives.ConvertTruncating(codes, values);
        TensorPrimitives.Divide(values, most, values);
    }

    /// <summary>Values that <see cref="ToUnit"/> made of codes back to them.</summary>
    /// <param name="values">In [0,1].</param>
    /// <param name="codes">As many bytes or 16-bit words.</param>
    /// <param name="most">The code of white.</param>
    /// <param name="scratch">As many floats, or more.</param>
    public static void FromUnit<T>(ReadOnlySpan<float> values, Span<T> codes, float most, Span<float> scratch)
        where T : INumberBase<T>
    {
        scratch = scratch[..values.Length];
        TensorPrimitives.Multiply(values, most, scratch);
        TensorPrimitives.Add(scratch, 0.5f, scratch);
        TensorPrimitives.ConvertTruncating<float, T>(scratch, codes);
    }
}
