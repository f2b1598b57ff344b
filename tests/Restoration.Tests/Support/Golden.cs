using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Support;

/// <summary>Golden arrays as tensors of the library.</summary>
internal static class Golden
{
    /// <summary>A golden file by its path below Golden/.</summary>
    public static string Path(params string[] path) => NpyFile.GoldenPath(path);

    /// <summary>A float tensor whose last three dimensions are channels, height, width.</summary>
    public static ImageTensor Tensor(params string[] path)
    {
        var file = NpyFile.Golden(path);
        var shape = file.Shape[^3..];
        return new ImageTensor(shape[0], shape[1], shape[2], file.AsFloat32());
    }

    /// <summary>Entry <paramref name="index"/> of a stack of tensors.</summary>
    public static ImageTensor Entry(NpyFile stack, int index)
    {
        var shape = stack.Shape[^3..];
        var length = shape[0] * shape[1] * shape[2];
        return new ImageTensor(shape[0], shape[1], shape[2], stack.AsFloat32()[(index * length)..((index + 1) * length)]);
    }

    /// <summary>An 8-bit height x width x RGB picture as planar [0,1].</summary>
    public static ImageTensor Picture(params string[] path)
    {
        var file = NpyFile.Golden(path);
        var (bytes, picture) = (file.AsUInt8(), new ImageTensor(3, file.Shape[0], file.Shape[1]));
        for (var n = 0; n < bytes.Length; n++)
        {
            picture.Data[(n % 3 * picture.PlaneLength) + (n / 3)] = bytes[n] / 255f;
        }

        return picture;
    }

    public static float MaxDifference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        a.Length.ShouldBe(b.Length);
        var max = 0f;
        for (var n = 0; n < a.Length; n++)
        {
            max = Math.Max(max, Math.Abs(a[n] - b[n]));
        }

        return max;
    }
}
