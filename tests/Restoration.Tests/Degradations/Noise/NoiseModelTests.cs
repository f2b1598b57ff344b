using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Tensors;
using Xunit;

namespace BirD.Restoration.Tests.Degradations.Noise;

public sealed class NoiseModelTests
{
    private const int Side = 320;

    [Fact]
    public void FindsBinnedNoiseThatFinestFrequenciesHideAndTellsItsSpectrum()
    {
        var model = Estimated(Noisy(Scene(), _ => 10 / 255.0, binned: true));
        Assert.True(model.IsFound);
        Assert.False(model.IsWhite);
        // A box of 2 x 2 scaled to the same power has 4 cos^2 cos^2 of it: near 2 times the deviation at low, near none at high frequencies.
        // Shading adds a little at the lowest.
        Assert.InRange(model.Spectrum.Peak * 255, 15, 28);
        Assert.InRange(Math.Sqrt(model.Spectrum.Mean(0, 10, 14)) * 255, 2, 6);
        Assert.InRange(model.Spectrum.Level * 255, 8, 12);
    }

    [Fact]
    public void TellsWhiteNoiseAsWhiteAndEven()
    {
        var model = Estimated(Noisy(Scene(), _ => 12 / 255.0, binned: false));
        Assert.True(model is { IsFound: true, IsWhite: true, IsEven: true });
        Assert.InRange(model.Spectrum.Level * 255, 11, 13.5);
    }

    [Fact]
    public void TellsWhiteNoiseAsWhiteAndEvenWhereTextureLeavesNoFlatPlace()
    {
        var scene = Scene();
        var random = new Random(5);
        var grain = Enumerable.Range(0, (Side + 2) * (Side + 2)).Select(_ => random.NextDouble() - 0.5).ToArray();
        for (var n = 0; n < Side * Side; n++)
        {
            var at = (n / Side * (Side + 2)) + (n % Side);
            var soft = Enumerable.Range(0, 9).Average(k => grain[at + (k / 3 * (Side + 2)) + (k % 3)]);
            for (var c = 0; c < 3; c++)
            {
                var place = (c * Side * Side) + n;
                // Leaves: coarser than a pixel, and deeper where there is light.
                scene.Data[place] = Math.Clamp((float)(scene.Data[place] * (1 + (3 * soft))), 0.05f, 0.95f);
            }
        }

        var model = Estimated(Noisy(scene, _ => 12 / 255.0, binned: false));
        Assert.True(model is { IsWhite: true, IsEven: true }, $"{model.Spectrum.IsWhite}, range {model.Curve.Range}");
        Assert.InRange(model.Spectrum.WhiteLevel * 255, 11, 13);
        Assert.True(model.Spectrum.Level > 1.2 * model.Spectrum.WhiteLevel, "texture is what the test is about");
    }

    [Fact]
    public void EvensOutNoiseThatGrowsWithBrightness()
    {
        var model = Estimated(Noisy(Scene(), v => (4 + (16 * v)) / 255.0, binned: false));
        Assert.True(model is { IsFound: true, IsWhite: true, IsEven: false });
        var (dark, light) = (SlopeAt(model.Curve, 0.2f), SlopeAt(model.Curve, 0.8f));
        // Noise of 7.2 and 16.8: the curve must be 2.3 times as steep in the dark.
        Assert.InRange(dark / light, 1.7, 2.9);
    }

    [Fact]
    public void LeavesTextureThatIsNotEverywhere()
    {
        var scene = Scene();
        var random = new Random(3);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                // Grass that grows denser to the right.
                var blade = (float)((random.NextDouble() - 0.5) * 0.5 * x / Side);
                for (var c = 0; c < 3; c++)
                {
                    scene.Data[(((c * Side) + y) * Side) + x] = Math.Clamp(scene.Data[(((c * Side) + y) * Side) + x] + blade, 0.05f, 0.95f);
                }
            }
        }

        Assert.False(NoiseModelEstimator.Estimate(scene)?.IsFound ?? false);
    }

    [Fact]
    public void CurveAndItsInverseCancel()
    {
        var curve = new StabilisingCurve([(0.1, 0.01, 50), (0.5, 0.02, 80), (0.9, 0.05, 30)]);
        var picture = Scene();
        var back = curve.Back(curve.Forward(picture));
        Assert.True(picture.Data.Zip(back.Data, (a, b) => Math.Abs(a - b)).Max() < 1e-3);
    }

    [Fact]
    public void BorderOfAScannerAndUnobservedPixelsTellNothing()
    {
        var noisy = Noisy(Scene(), _ => 10 / 255.0, binned: true);
        var bordered = noisy.Clone();
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < Side; y++)
            {
                bordered.Plane(c).Slice(y * Side, Side / 3).Fill(0.9f);
            }
        }

        var (plain, framed) = (Estimated(noisy), Estimated(bordered));
        Assert.InRange(framed.Spectrum.Level / plain.Spectrum.Level, 0.85, 1.15);
        Assert.True(framed.IsFound);
    }

    private static NoiseModel Estimated(ImageTensor picture) =>
        NoiseModelEstimator.Estimate(picture) ?? throw new InvalidOperationException("Nothing could be measured.");

    private static double SlopeAt(StabilisingCurve curve, float v)
    {
        var ends = curve.Forward(new ImageTensor(1, 1, 2, [v - 0.02f, v + 0.02f]));
        return ends.Data[1] - ends.Data[0];
    }

    /// <summary>Shading and a few discs.</summary>
    internal static ImageTensor Scene()
    {
        var scene = new ImageTensor(3, Side, Side);
        for (var n = 0; n < scene.Data.Length; n++)
        {
            var (c, y, x) = (n / (Side * Side), n / Side % Side, n % Side);
            var v = 0.15f + (0.7f * y / Side) + (0.02f * c);
            for (var d = 0; d < 5; d++)
            {
                var (dy, dx) = (y - 40 - (60 * d), x - 60 - (50 * (d * 3 % 5)));
                v = (dy * dy) + (dx * dx) < 600 ? 0.8f - (0.13f * d) : v;
            }

            scene.Data[n] = v;
        }

        return scene;
    }

    internal static ImageTensor Noisy(ImageTensor clean, Func<float, double> sigma, bool binned)
    {
        var random = new Random(1);
        var white = new ImageTensor(clean.Channels, clean.Height, clean.Width);
        for (var n = 0; n < white.Data.Length; n++)
        {
            white.Data[n] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        var noisy = clean.Clone();
        for (var n = 0; n < noisy.Data.Length; n++)
        {
            var (plane, y, x) = (n / clean.PlaneLength * clean.PlaneLength, n % clean.PlaneLength / clean.Width, n % clean.Width);
            var (down, right) = ((y + 1) % clean.Height * clean.Width, (x + 1) % clean.Width);
            var noise = binned
                ? (white.Data[n] + white.Data[plane + (y * clean.Width) + right] + white.Data[plane + down + x] + white.Data[plane + down + right]) / 2
                : white.Data[n];
            noisy.Data[n] = clean.Data[n] + (float)(sigma(clean.Data[n]) * noise);
        }

        return noisy;
    }
}
