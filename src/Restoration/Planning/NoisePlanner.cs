using BirD.Restoration.Degradations.Noise;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Which model of noise a picture is denoised with.</summary>
internal static class NoisePlanner
{
    /// <summary>The noise as it is, where there is some beyond doubt; null where only the finest frequencies can tell, or the user has.</summary>
    /// <remarks>The published profiles have no model of noise; a level that was told is taken to be white, as it says.</remarks>
    public static NoiseModel? Measure(ImageTensor pixels, RestoreSettings settings, PictureFacts facts) =>
        settings is { NoiseSigma: null, Profile: SamplerProfile.Robust } && NoiseModelEstimator.Estimate(pixels, facts.Known) is { IsFound: true } model ? model : null;

    public static RestorationPlan Denoise(double white, NoiseModel? model) => new()
    {
        Task = RestorationTask.Denoise,
        Diagnosis = new PictureDiagnosis(model is null ? white : LevelOf(white, model), null),
        // White and even noise is what the measurement by finest frequencies was made for, and more exact at.
        Noise = model is { IsWhite: true, IsEven: true } ? null : model,
    };

    /// <summary>Standard deviation that the sampler reckons with, [0,1] units: under the curve, where there is one.</summary>
    /// <param name="white">What the finest frequencies say.</param>
    /// <param name="model">What all of them say.</param>
    public static double LevelOf(double white, NoiseModel model)
    {
        const double agreement = 1.25;
        var level = model.IsWhite ? model.Spectrum.WhiteLevel : model.Spectrum.Level;
        return model is { IsWhite: true, IsEven: true } && white < level * agreement && white > level / agreement ? white : level;
    }
}
