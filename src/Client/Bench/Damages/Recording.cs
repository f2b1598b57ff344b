using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Damages;

/// <summary>The last stage of every damage: white noise, then 8 bits, then a lossless file.</summary>
internal static class Recording
{
    public const ulong Seed = 20240815;

    /// <summary>A generator for one damage and picture, the same in every run.</summary>
    public static Random RandomFor(string damage, int index)
    {
        var hash = damage.Aggregate(17, (h, c) => unchecked((h * 31) + c));
        return new Random(unchecked((int)Seed + (hash * 1009) + index));
    }

    /// <param name="pixels">Left as it is; [0,1].</param>
    /// <param name="sigma">Standard deviation of the noise, [0,1] units.</param>
    /// <param name="index">Picture's number, for noise of its own.</param>
    public static ImageTensor Record(ImageTensor pixels, double sigma, int index)
    {
        var recorded = pixels.Clone();
        if (sigma > 0)
        {
            var noise = new ImageTensor(pixels.Channels, pixels.Height, pixels.Width);
            new PhiloxNoise(Seed).Fill(noise, NoiseUse.Start, index);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(noise.Data, (float)sigma, recorded.Data, recorded.Data);
        }

        for (var n = 0; n < recorded.Data.Length; n++)
        {
            recorded.Data[n] = MathF.Round(Math.Clamp(recorded.Data[n], 0, 1) * 255) / 255;
        }

        return recorded;
    }
}
