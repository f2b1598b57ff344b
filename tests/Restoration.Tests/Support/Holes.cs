using BirD.Restoration.Degradations;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Support;

/// <summary>Masks for tests.</summary>
internal static class Holes
{
    public static KnownPixels Random(int height, int width, double share, int seed)
    {
        var random = new Random(seed);
        return new KnownPixels(height, width, [.. Enumerable.Range(0, height * width).Select(_ => random.NextDouble() < share ? 0f : 1f)]);
    }

    public static KnownPixels Box(int height, int width, int top, int left, int bottom, int right) => new(
        height, width, [.. Enumerable.Range(0, height * width).Select(n => n / width >= top && n / width < bottom && n % width >= left && n % width < right ? 0f : 1f)]);

    /// <summary>A copy whose missing pixels are 0.</summary>
    public static ImageTensor Blacken(ImageTensor picture, KnownPixels known)
    {
        var damaged = picture.Clone();
        known.ZeroMissing(damaged);
        return damaged;
    }

    /// <summary>One plane, 1 where missing: what a mask file holds.</summary>
    public static ImageTensor MaskPicture(KnownPixels known) =>
        new(1, known.Height, known.Width, [.. known.Weights.ToArray().Select(w => 1 - w)]);
}
