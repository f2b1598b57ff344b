using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Tone;

/// <summary>What fading did to a picture: seen = veil + (1 - veil) scene^density, channel by channel.</summary>
/// <remarks>
/// Dyes that fade lose the same share of their density at every depth (Chatterjee, Trumpy and Ruedel, Heritage 2023, 6(4):181), and a share
/// of density is a power of light. The veil, light that base fog, flare or an aged paper adds everywhere, is the method's mask M.
/// Four numbers say all of it, so it can be done again to the result as exactly as the result's depth holds.
/// </remarks>
/// <param name="Veil">Light added everywhere, of full light, 0 to below 1.</param>
/// <param name="Density">Share of the density that is left in red, green and blue, above 0; 1 for all of it.</param>
public sealed record ToneMap(double Veil, double[] Density)
{
    /// <summary>The picture as it was before it faded, in the place of its argument. What lies below the veil becomes black.</summary>
    /// <param name="faded">[0,1], as many channels as there are densities.</param>
    public ImageTensor Undo(ImageTensor faded) => Map(faded, (v, density) =>
        MathF.Pow(Math.Clamp((v - (float)Veil) / (1 - (float)Veil), 0, 1), (float)(1 / density)));

    /// <summary>The other way, likewise in place: what <see cref="Undo"/> took away.</summary>
    public ImageTensor Redo(ImageTensor picture) => Map(picture, (v, density) =>
        (float)Veil + ((1 - (float)Veil) * MathF.Pow(Math.Clamp(v, 0, 1), (float)density)));

    private ImageTensor Map(ImageTensor picture, Func<float, double, float> map)
    {
        Parallel.For(0, picture.Channels * picture.Height, row =>
        {
            var density = Density[row / picture.Height];
            for (var p = row * picture.Width; p < (row + 1) * picture.Width; p++)
            {
                picture.Data[p] = map(picture.Data[p], density);
            }
        });
        return picture;
    }
}
