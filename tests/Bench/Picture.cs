using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Bench;

/// <summary>Seeded planes to work on: what these kernels take does not depend on what is in the picture.</summary>
internal static class Picture
{
    public const int Height = 512;
    public const int Width = 768;

    /// <param name="channels">1 to 4.</param>
    /// <param name="seed">Seed of the content.</param>
    public static ImageTensor Random(int channels, ulong seed)
    {
        var picture = new ImageTensor(channels, Height, Width);
        new PhiloxNoise(seed).Fill(picture, NoiseUse.Start, 0);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = Math.Clamp(0.5f + (0.15f * picture.Data[n]), 0, 1);
        }

        return picture;
    }
}
