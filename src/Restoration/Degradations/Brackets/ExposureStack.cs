using System.Numerics.Tensors;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Brackets;

/// <summary>Several exposures of one scene and how much light each got; where one is clipped, the others speak.</summary>
public sealed class ExposureStack
{
    // Outside these a sample is clipped or nearly black and says nothing about the light.
    private const float Clipped = 0.98f;
    private const float Black = 0.01f;

    /// <summary>More range than this is no bracketing but different scenes.</summary>
    private const double MostRange = 32;

    private readonly (ImageTensor Y, float Gain)[] exposures;

    private ExposureStack((ImageTensor Y, float Gain)[] exposures, double range) => (this.exposures, Range) = (exposures, range);

    /// <summary>Brightest light that was recorded, in units of what the best exposed picture shows as white; at least 1.</summary>
    public double Range { get; }

    public int Count => exposures.Length;

    /// <summary>Light of each exposure, relative to the scene's scale on which 1 is <see cref="Range"/>.</summary>
    public IReadOnlyList<float> Gains => [.. exposures.Select(e => e.Gain)];

    /// <summary>sum w g^2 at each sample, channels x H x W: how much the exposures together have to say, whatever the picture is.</summary>
    public float[] Power => PullOn(new ImageTensor(exposures[0].Y.Channels, exposures[0].Y.Height, exposures[0].Y.Width)).Power;

    /// <param name="pictures">3 x H x W each, [0,1], the same scene from the same place.</param>
    /// <exception cref="PictureException">Sizes differ, or two pictures have no pixel in common that both show.</exception>
    public static ExposureStack Of(IReadOnlyList<ImageTensor> pictures)
    {
        if (pictures.FirstOrDefault(p => !p.SameShape(pictures[0])) is { } other)
        {
            throw new PictureException(
                PictureFault.Unsupported,
                $"The exposures differ in size: {pictures[0].Width} x {pictures[0].Height} and {other.Width} x {other.Height}. They must show one scene from one place.");
        }

        var best = pictures.MinBy(p => Math.Abs(TensorPrimitives.Average(p.Data.AsSpan()) - 0.45f))!;
        var lights = pictures.Select(p => ReferenceEquals(p, best) ? 1 : Ratio(p, best)).ToArray();
        var range = Math.Clamp(1 / lights.Min(), 1, MostRange);
        return new ExposureStack([.. pictures.Zip(lights, (p, light) => (p, (float)(light * range)))], range);
    }

    /// <summary>Sum over the exposures of w g (y - g z): how the light must change, weighted by what each knows. And the weights' sum of w g^2.</summary>
    /// <param name="z">The scene, 1 is <see cref="Range"/>.</param>
    public (ImageTensor Pull, float[] Power) PullOn(ImageTensor z)
    {
        var (pull, power) = (new ImageTensor(z.Channels, z.Height, z.Width), new float[z.Data.Length]);
        Parallel.For(0, z.Channels * z.Height, row =>
        {
            for (var n = row * z.Width; n < (row + 1) * z.Width; n++)
            {
                foreach (var (y, gain) in exposures)
                {
                    if (y.Data[n] is > Black and < Clipped)
                    {
                        pull.Data[n] += gain * (y.Data[n] - (gain * z.Data[n]));
                        power[n] += gain * gain;
                    }
                }
            }
        });
        return (pull, power);
    }

    /// <summary>The scene as the exposures alone show it: white where all are clipped, black where all are black.</summary>
    public ImageTensor Merge()
    {
        var scene = new ImageTensor(exposures[0].Y.Channels, exposures[0].Y.Height, exposures[0].Y.Width);
        var (pull, power) = PullOn(scene);
        var darkest = exposures.MinBy(e => e.Gain);
        for (var n = 0; n < scene.Data.Length; n++)
        {
            scene.Data[n] = power[n] > 0 ? pull.Data[n] / power[n] : Math.Min(darkest.Y.Data[n] / darkest.Gain, 1);
        }

        return scene;
    }

    private static double Ratio(ImageTensor picture, ImageTensor reference)
    {
        var ratios = new List<float>();
        for (var n = 0; n < picture.Data.Length; n++)
        {
            // Dark samples are mostly noise; a wider berth than for fusing.
            if (picture.Data[n] is > 0.05f and < 0.95f && reference.Data[n] is > 0.05f and < 0.95f)
            {
                ratios.Add(picture.Data[n] / reference.Data[n]);
            }
        }

        if (ratios.Count < picture.Data.Length / 1000)
        {
            throw new PictureException(
                PictureFault.Unsupported, "Two exposures have nothing in common that both show: one is all clipped where the other is not.");
        }

        ratios.Sort();
        return ratios[ratios.Count / 2];
    }
}
