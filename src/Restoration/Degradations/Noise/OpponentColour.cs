using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Noise;

/// <summary>Light and two differences of colour, an orthonormal turn of red, green and blue.</summary>
/// <remarks>
/// Real noise is rarely alike in the three: demosaicing and JPEG make colour's coarser and light's finer. The turn is orthonormal,
/// so noise that is alike and independent in the channels stays so, and levels mean the same before and after.
/// </remarks>
internal static class OpponentColour
{
    private const float Light = 0.57735027f;
    private const float Half = 0.70710678f;
    private const float Sixth = 0.40824829f;

    /// <param name="picture">3 channels.</param>
    /// <returns>Light times the root of 3, red against blue, green against both.</returns>
    public static ImageTensor Forward(ImageTensor picture) => Turn(picture, static (r, g, b) =>
        ((r + g + b) * Light, (r - b) * Half, (r - (2 * g) + b) * Sixth));

    /// <summary>Back to red, green and blue.</summary>
    public static ImageTensor Back(ImageTensor planes) => Turn(planes, static (l, rb, g) =>
        ((l * Light) + (rb * Half) + (g * Sixth), (l * Light) - (2 * g * Sixth), (l * Light) - (rb * Half) + (g * Sixth)));

    private static ImageTensor Turn(ImageTensor source, Func<float, float, float, (float A, float B, float C)> turn)
    {
        var turned = TensorPool.RentLike(source);
        var (plane, width) = (source.PlaneLength, source.Width);
        Parallel.For(0, source.Height, y =>
        {
            for (var p = y * width; p < (y + 1) * width; p++)
            {
                (turned.Data[p], turned.Data[plane + p], turned.Data[(2 * plane) + p]) =
                    turn(source.Data[p], source.Data[plane + p], source.Data[(2 * plane) + p]);
            }
        });
        return turned;
    }
}
