using BirD.Restoration.Degradations.Film;
using BirD.Restoration.Metrics;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Degradations.Film;

public sealed class FrameFusionTests
{
    private const double Sigma = 0.05;

    private readonly ImageTensor clean = Reel.Clean(0, 0);
    private readonly FrameFusion fusion = new(Reel.Worn(Reel.Clean(0, 0), 0), Sigma);

    [Fact]
    public void Result_FiveFramesOfAPan_HasHalfTheGrain()
    {
        for (var n = -2; n <= 2; n++)
        {
            if (n != 0)
            {
                fusion.Add(Reel.Worn(Reel.Clean(2.5 * n, 0.5 * n), n + 10)).ShouldBeTrue();
            }
        }

        var fused = fusion.Result();
        fused.Frames.ShouldBe(5);
        fused.Power.Min().ShouldBeGreaterThanOrEqualTo(1);
        ImageMetrics.Psnr(fused.Picture, clean).ShouldBeGreaterThan(ImageMetrics.Psnr(Reel.Worn(clean, 0), clean) + 4);
        fused.NoiseOf(Sigma).ShouldBeInRange(Sigma / Math.Sqrt(5), Sigma / Math.Sqrt(3));
    }

    [Fact]
    public void Result_FlickeringNeighbours_HasTheirMeanLight()
    {
        fusion.Add(Reel.Worn(clean, 1, light: 1.06f)).ShouldBeTrue();
        fusion.Add(Reel.Worn(clean, 2, light: 1.03f)).ShouldBeTrue();
        fusion.Result().Light.ShouldBe(Math.Cbrt(1.06 * 1.03), 0.003);
    }

    [Fact]
    public void Add_AnotherShotAFlashOrAnotherSize_SaysNothing()
    {
        var other = new ImageTensor(3, Reel.Height, Reel.Width);
        for (var n = 0; n < other.Data.Length; n++)
        {
            other.Data[n] = (n % Reel.Width / 6 % 2) == (n / Reel.Width / 6 % 2) ? 0.25f : 0.75f;
        }

        fusion.Add(Reel.Worn(other, 1)).ShouldBeFalse();
        fusion.Add(Reel.Worn(clean, 2, light: 1.5f)).ShouldBeFalse();
        fusion.Add(OracleCase.Picture()).ShouldBeFalse();
        var fused = fusion.Result();
        (fused.Frames, fused.Light, fused.MeanPower).ShouldBe((1, 1, 1));
        fused.Picture.Data.ShouldBe([.. Reel.Worn(clean, 0).Data.Select(v => Math.Clamp(v, 0, 1))]);
    }

    [Fact]
    public void Result_SomethingThatIsOnlyInTheNeighbour_LeavesNoGhost()
    {
        var visited = clean.Clone();
        Paint(visited, 0.95f);
        for (var n = 1; n <= 4; n++)
        {
            fusion.Add(Reel.Worn(visited, n)).ShouldBeTrue();
        }

        var fused = fusion.Result();
        var (inside, error) = (0, 0.0);
        for (var n = 0; n < clean.Data.Length; n++)
        {
            if (IsPainted(n))
            {
                error += fused.Picture.Data[n] - clean.Data[n];
                inside++;
            }
        }

        // The stranger is 0.45 brighter on average; a mean over five frames would show 0.36 of it.
        Math.Abs(error / inside).ShouldBeLessThan(0.02);
    }

    private static void Paint(ImageTensor picture, float value)
    {
        for (var n = 0; n < picture.Data.Length; n++)
        {
            picture.Data[n] = IsPainted(n) ? value : picture.Data[n];
        }
    }

    private static bool IsPainted(int n) => n % Reel.Width is >= 50 and < 70 && n / Reel.Width % Reel.Height is >= 40 and < 60;
}
