using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Noise;

public sealed class NoiseEstimatorTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(25)]
    public void Estimate_SmoothPictureWithNoise_FindsTheLevel(double codes)
    {
        var picture = Gradient(256, 320);
        AddNoise(picture, codes / 255);
        (NoiseEstimator.Estimate(picture) * 255).ShouldBe(codes, 0.04 * codes);
    }

    [Fact]
    public void Estimate_CleanPicture_IsNearZero() => NoiseEstimator.Estimate(Gradient(256, 320)).ShouldBeLessThan(0.1 / 255);

    [Fact]
    public void Estimate_BlackBorder_DoesNotHideTheNoise()
    {
        var picture = Gradient(256, 320);
        AddNoise(picture, 10.0 / 255);
        for (var c = 0; c < 3; c++)
        {
            picture.Plane(c)[..(100 * 320)].Clear();
        }

        (NoiseEstimator.Estimate(picture) * 255).ShouldBe(10, 0.6);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 500)]
    public void Estimate_TooSmallToJudge_IsZero(int height, int width) =>
        NoiseEstimator.Estimate(new ImageTensor(3, height, width)).ShouldBe(0);

    private static ImageTensor Gradient(int height, int width)
    {
        var picture = new ImageTensor(3, height, width);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = 0.25f + (0.5f * (n % width) / width);
        }

        return picture;
    }

    private static void AddNoise(ImageTensor picture, double sigma)
    {
        var noise = new ImageTensor(3, picture.Height, picture.Width);
        new PhiloxNoise(1).Fill(noise, NoiseUse.Start, 0);
        for (var n = 0; n < noise.Data.Length; n++)
        {
            picture.Data[n] += (float)sigma * noise.Data[n];
        }
    }
}
