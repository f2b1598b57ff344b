using BirD.Restoration.Degradations;
using BirD.Restoration.Diffusion;
using BirD.Restoration.Engine.Tiling;
using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Sampling;
using BirD.Restoration.Tensors;
using BirD.Restoration.Tests.Support;

namespace BirD.Restoration.Tests.Sampling.Series;

/// <summary>The bundled prior over pictures in which nothing would hide a seam.</summary>
public sealed class SeamTests
{
    private const double Sigma = 10.0 / 255;
    private const int Height = 96;
    private const int Width = 336;

    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "Bundled", "bird-leaves", "bird-leaves.onnx");

    [Theory]
    [InlineData("grey", true)]
    [InlineData("sky", true)]
    [InlineData("grey", false)]
    [InlineData("sky", false)]
    public void Restore_AFlatPictureInParts_ShowsNoBorderBetweenThem(string scene, bool regions)
    {
        using var prior = OnnxDenoiser.Load(Model, new DeviceOptions { Kind = DeviceKind.Cpu });
        var made = new RegionCase(Noisy(scene), Sigma, Steps: 4, prior.Info);
        var whole = Run(made.Whole(), new TiledDenoiser(prior));
        var parts = regions ? Run(made.Series(), new TiledDenoiser(prior)) : Run(made.Whole(), new TiledDenoiser(prior, RegionCase.Side));

        // Neighbours saw the same noise and agree where they meet; a seam would be a line of one sign from top to bottom.
        Golden.MaxDifference(parts.Data, whole.Data).ShouldBeLessThan(0.5f / 255);
        var (curvature, expected) = (MeanCurvature(parts), MeanCurvature(whole));
        var excess = curvature.Zip(expected, (found, wanted) => found - wanted).Max();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{scene}, regions {regions}: curvature {curvature.Max() * 255:0.0000}, of the whole {expected.Max() * 255:0.0000}, excess {excess * 255:0.0000}, largest difference {Golden.MaxDifference(parts.Data, whole.Data) * 255:0.0000} of 255");
        curvature.Max().ShouldBeLessThanOrEqualTo(1.02 * expected.Max());
        excess.ShouldBeLessThan(0.02 * expected.Max());
    }

    private static ImageTensor Run(ISampler sampler, TiledDenoiser tiles)
    {
        var session = new SamplerSession(sampler);
        while (!session.IsComplete)
        {
            session.Advance(tiles.Evaluate(session.Prepare(), TestContext.Current.CancellationToken));
        }

        return sampler.Result(session.State);
    }

    private static ImageTensor Noisy(string scene)
    {
        var picture = new ImageTensor(3, Height, Width);
        new PhiloxNoise(8).Fill(picture, NoiseUse.Observation, 0);
        for (var n = 0; n < picture.Data.Length; n++)
        {
            var clean = scene == "grey" ? 0.5f : 0.35f + (0.3f * (n % Width) / Width) + (0.1f * (n / Width % Height) / Height);
            picture.Data[n] = clean + ((float)Sigma * picture.Data[n]);
        }

        return picture;
    }

    /// <summary>Second difference, along the row, of the column means: noise averages out, a vertical seam stays.</summary>
    private static double[] MeanCurvature(ImageTensor picture)
    {
        var means = new double[picture.Width];
        for (var n = 0; n < picture.Data.Length; n++)
        {
            means[n % picture.Width] += picture.Data[n] / (3.0 * picture.Height);
        }

        return [.. Enumerable.Range(0, picture.Width).Select(x =>
            x == 0 || x == picture.Width - 1 ? 0 : Math.Abs(means[x - 1] - (2 * means[x]) + means[x + 1]))];
    }
}
