using BirD.Restoration.Degradations.Tone;
using BirD.Restoration.Diagnosis;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Adds to a plan what is to be done about a picture's tone.</summary>
internal static class TonePlanner
{
    public static RestorationPlan Fade(ImageTensor pixels) => new()
    {
        Task = RestorationTask.Fade,
        Diagnosis = new PictureDiagnosis(0, null),
        // The prior is not needed: a fading is undone by its numbers.
        LeaveAloneReason = "nothing but its tone is changed",
        Tone = FadeEstimator.Estimate(pixels),
    };

    /// <summary>Auto undoes a fading after all else: noise, blur and compression came over the picture as it is now.</summary>
    /// <param name="plan">What else is done.</param>
    /// <param name="pixels">Observation, [0,1].</param>
    /// <param name="settings">What the user says.</param>
    /// <param name="isFrame">Whether the picture is one of many that must keep the differences between them.</param>
    public static RestorationPlan WithTone(RestorationPlan plan, ImageTensor pixels, RestoreSettings settings, bool isFrame) =>
        settings.Task == RestorationTask.Auto && settings.Profile == SamplerProfile.Robust && settings.MayUndo(LeftAlone.Tone) && !isFrame && plan.Exposure == 1
            ? plan with { Tone = FadeEstimator.Find(pixels) }
            : plan;
}
