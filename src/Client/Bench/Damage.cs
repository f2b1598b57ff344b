using BirD.Restoration.Degradation;
using BirD.Restoration.Frequency;
using BirD.Restoration.Noise;
using BirD.Restoration.Pipeline;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench;

/// <summary>A known, seeded damage: Gaussian blur with reflected borders when deblurring, then white noise, then 8 bits.</summary>
internal sealed record Damage(DegradationKernel? Blur, double NoiseSigma)
{
    private const ulong Seed = 20240815;
    private const int KernelSide = 15;

    public static Damage For(QualityRequest request)
    {
        var deblur = request.Settings.Task == RestorationTask.Deblur;
        var codes = double.IsNaN(request.AddedNoise) ? (deblur ? 2 : 25) : request.AddedNoise;
        return new Damage(deblur ? KernelShapes.Gaussian(1, KernelSide, request.BlurSigma) : null, codes / 255);
    }

    /// <param name="clean">[0,1].</param>
    /// <param name="index">Each picture of a set gets noise of its own.</param>
    public ImageTensor Apply(ImageTensor clean, int index)
    {
        var damaged = Blur is null ? clean.Clone() : new FrequencyFilter(clean.Height, clean.Width, Blur).Apply(clean);
        var noise = new ImageTensor(clean.Channels, clean.Height, clean.Width);
        new PhiloxNoise(Seed).Fill(noise, NoiseUse.Start, index);
        for (var n = 0; n < damaged.Data.Length; n++)
        {
            var value = damaged.Data[n] + (float)(NoiseSigma * noise.Data[n]);
            damaged.Data[n] = MathF.Round(Math.Clamp(value, 0, 1) * 255) / 255;
        }

        return damaged;
    }

    /// <summary>What a restorer that is not blind gets told.</summary>
    public RestoreSettings Tell(RestoreSettings settings) => settings with { NoiseSigma = NoiseSigma, Kernel = Blur?.Weights };
}
