using System.Numerics.Tensors;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>One plane of brightness, the mean of the channels; samples outside repeat the border.</summary>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Data">Row-major, [0,1].</param>
internal sealed record LumaPlane(int Height, int Width, float[] Data)
{
    public float this[int x, int y] => Data[(Math.Clamp(y, 0, Height - 1) * Width) + Math.Clamp(x, 0, Width - 1)];

    public static LumaPlane Of(ImageTensor frame)
    {
        var luma = frame.Plane(0).ToArray();
        for (var c = 1; c < frame.Channels; c++)
        {
            TensorPrimitives.Add(luma, frame.Plane(c), luma);
        }

        TensorPrimitives.Divide(luma, (float)frame.Channels, luma);
        return new LumaPlane(frame.Height, frame.Width, luma);
    }

    /// <summary>Means of 2 x 2 pixels; an odd last row or column is left out.</summary>
    public LumaPlane Halved()
    {
        var half = new LumaPlane(Height / 2, Width / 2, new float[Height / 2 * (Width / 2)]);
        for (var n = 0; n < half.Data.Length; n++)
        {
            var (x, y) = (n % half.Width * 2, n / half.Width * 2);
            half.Data[n] = (this[x, y] + this[x + 1, y] + this[x, y + 1] + this[x + 1, y + 1]) / 4;
        }

        return half;
    }

    /// <summary>Between samples, bilinear.</summary>
    public float At(float x, float y)
    {
        var (x0, y0) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - x0, y - y0);
        return ((1 - fy) * (((1 - fx) * this[x0, y0]) + (fx * this[x0 + 1, y0]))) + (fy * (((1 - fx) * this[x0, y0 + 1]) + (fx * this[x0 + 1, y0 + 1])));
    }
}
