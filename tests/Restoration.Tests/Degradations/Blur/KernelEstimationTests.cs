using BirD.Restoration.Degradations;
using BirD.Restoration.Degradations.Blur.Estimation;
using BirD.Restoration.Frequency;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Tests.Degradations.Blur;

public sealed class KernelEstimationTests
{
    [Fact]
    public void Estimate_GaussianBlur_FindsShapeAndWidth()
    {
        var truth = KernelShapes.Gaussian(1, 15, 1.6);
        var found = KernelEstimator.Estimate(Blurred(truth), 15, 1.0 / 255, TestContext.Current.CancellationToken);
        Correlation(truth, found).ShouldBeGreaterThan(0.95);
        found.Sum(0).ShouldBe(1, 1e-4);
        found.Weights.ShouldAllBe(w => w >= 0);
    }

    [Fact]
    public void Describe_SharpAndBlurredPictures_AreFarApart()
    {
        BlurEstimator.Estimate(Scene(), 0.5 / 255, null, compressed: false, TestContext.Current.CancellationToken).Sigma.ShouldBeLessThan(0.8);
        BlurEstimator.Estimate(Blurred(KernelShapes.Gaussian(1, 15, 2)), 0.5 / 255, null, compressed: false, TestContext.Current.CancellationToken).Sigma.ShouldBeGreaterThan(1.3);
    }

    [Fact]
    public void Describe_AStroke_IsElongated()
    {
        var stroke = new float[81];
        for (var x = 1; x < 8; x++)
        {
            stroke[(4 * 9) + x] = 1f / 7;
        }

        BlurEstimator.Describe(new DegradationKernel(1, 9, stroke)).Elongation.ShouldBeGreaterThan(3);
        BlurEstimator.Describe(KernelShapes.Gaussian(1, 9, 1.5)).Elongation.ShouldBe(1, 0.01);
    }

    [Theory]
    [InlineData(64, 128)]
    [InlineData(64, 91)]
    [InlineData(64, 45)]
    public void Resampling_AnySize_KeepsPlaces(int from, int to)
    {
        // A ramp tells where each sample was taken: half a pixel off would be half a step of it.
        var ramp = new ImageTensor(1, from, from);
        for (var n = 0; n < ramp.Data.Length; n++)
        {
            ramp.Data[n] = (n % from) + (2 * (n / from));
        }

        var resized = Resampling.To(ramp, to, to);
        for (var n = to / 4; n < 3 * to / 4; n++)
        {
            var place = ((n + 0.5) * from / to) - 0.5;
            resized.Data[(n * to) + n].ShouldBe((float)(3 * place), 0.1f);
        }
    }

    [Fact]
    public void Apply_ACentreBetweenPixels_IsMovedByTheFraction()
    {
        var weights = new float[81];
        (weights[(4 * 9) + 4], weights[(4 * 9) + 5]) = (0.5f, 0.5f);
        var clean = KernelCleanup.Apply(new DegradationKernel(1, 9, weights));
        Enumerable.Range(0, 81).Sum(n => clean.Weights[n] * ((n % 9) - 4)).ShouldBe(0, 1e-5);
    }

    [Fact]
    public void ToSimplex_AnyKernel_IsTheNearestValidBlur()
    {
        var raw = new DegradationKernel(1, 3, [0.5f, -0.2f, 0.1f, 0.9f, 0, 0, -1, 0.3f, 0.05f]);
        var projected = KernelCleanup.ToSimplex(raw);
        projected.Sum(0).ShouldBe(1, 1e-6);
        projected.Weights.ShouldAllBe(w => w >= 0);

        // Nearest: the kept taps all moved by the same amount (the condition of optimality).
        var moves = projected.Weights.Select((w, n) => (w, move: raw.Weights[n] - w)).Where(e => e.w > 0).Select(e => e.move).ToList();
        moves.ShouldAllBe(m => Math.Abs(m - moves[0]) < 1e-6);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(2, true)]
    public void Apply_ALargeIsland_StaysOnlyNearby(int gap, bool stays)
    {
        var weights = new float[19 * 19];
        foreach (var (row, weight) in new[] { (5, 1f), (6, 1f), (7, 1f), (7 + gap, 0.5f) })
        {
            for (var x = 8; x <= 10; x++)
            {
                weights[(row * 19) + x] = weight;
            }
        }

        var rows = Enumerable.Range(0, 19).Where(row => KernelCleanup.Apply(new DegradationKernel(1, 19, weights)).Weights.Skip(row * 19).Take(19).Max() > 0.01f).ToList();
        (rows[^1] - rows[0]).ShouldBeInRange(stays ? 2 + gap : 2, stays ? 3 + gap : 3);
    }

    [Fact]
    public void Apply_OffCentreBlobWithIslands_BecomesOneCentredBody()
    {
        var weights = new float[81];
        weights[(2 * 9) + 2] = 0.5f;
        weights[(2 * 9) + 3] = 0.4f;
        weights[80] = 0.03f;
        var clean = KernelCleanup.Apply(new DegradationKernel(1, 9, weights));
        clean.Weights[80].ShouldBe(0);
        (clean.Weights[(4 * 9) + 4] + clean.Weights[(4 * 9) + 5] + clean.Weights[(4 * 9) + 3]).ShouldBe(1, 1e-5f);
    }

    internal static ImageTensor Blurred(DegradationKernel kernel)
    {
        var scene = Scene();
        return new FrequencyFilter(scene.Height, scene.Width, kernel).Apply(scene);
    }

    /// <summary>Overlapping discs and bars of many tones: sharp edges in every direction.</summary>
    internal static ImageTensor Scene()
    {
        var (scene, random) = (new ImageTensor(1, 320, 320), new Random(5));
        Array.Fill(scene.Data, 0.5f);
        for (var n = 0; n < 220; n++)
        {
            var (cy, cx, r, tone) = (random.Next(320), random.Next(320), random.Next(6, 40), (float)random.NextDouble());
            var square = random.Next(2) == 0;
            for (var y = Math.Max(0, cy - r); y < Math.Min(320, cy + r); y++)
            {
                for (var x = Math.Max(0, cx - r); x < Math.Min(320, cx + r); x++)
                {
                    var inside = square || ((y - cy) * (y - cy)) + ((x - cx) * (x - cx)) < r * r;
                    scene.Data[(y * 320) + x] = inside ? 0.1f + (0.8f * tone) : scene.Data[(y * 320) + x];
                }
            }
        }

        return scene;
    }

    private static double Correlation(DegradationKernel a, DegradationKernel b)
    {
        var ab = a.Weights.Zip(b.Weights, (x, y) => (double)x * y).Sum();
        return ab / Math.Sqrt(a.Weights.Sum(w => (double)w * w) * b.Weights.Sum(w => (double)w * w));
    }
}
