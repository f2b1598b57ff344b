using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Jpeg;

/// <summary>JFIF's colour: full-range Y, Cb, Cr in codes around 0.</summary>
internal static class JfifColour
{
    private static readonly float[][] FromRgb =
    [
        [0.299f, 0.587f, 0.114f], [-0.168736f, -0.331264f, 0.5f], [0.5f, -0.418688f, -0.081312f],
    ];

    private static readonly float[][] ToRgb = [[1, 1, 1], [0, -0.344136f, 1.772f], [1.402f, -0.714136f, 0]];

    /// <summary>One component, codes; Y minus 128, Cb and Cr without their offset.</summary>
    public static float[] Component(ImageTensor picture, int component)
    {
        var weights = FromRgb[component];
        var (plane, offset) = (new float[picture.PlaneLength], component == 0 ? -128f : 0f);
        for (var n = 0; n < plane.Length; n++)
        {
            plane[n] = offset + (255 * ((weights[0] * picture.Data[n])
                + (weights[1] * picture.Data[n + plane.Length]) + (weights[2] * picture.Data[n + (2 * plane.Length)])));
        }

        return plane;
    }

    /// <summary>Adds a change of one component, in codes, to an RGB picture in [0,1].</summary>
    public static void Add(ImageTensor picture, int component, float[] change)
    {
        for (var c = 0; c < 3; c++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(change, ToRgb[component][c] / 255, picture.Plane(c), picture.Plane(c));
        }
    }
}
