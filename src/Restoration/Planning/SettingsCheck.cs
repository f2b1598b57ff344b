using BirD.Restoration.Settings;

namespace BirD.Restoration.Planning;

/// <summary>Says what is wrong with settings before anything starts, in the words of the options and of the API.</summary>
public static class SettingsCheck
{
    private static readonly RestorationTask[] RobustOnly =
    [
        RestorationTask.Inpaint, RestorationTask.Jpeg, RestorationTask.SuperResolve, RestorationTask.Colorize,
        RestorationTask.Mixed, RestorationTask.Hdr, RestorationTask.Fade,
    ];

    /// <summary>One sentence per problem; empty when the settings can be used.</summary>
    public static IReadOnlyList<string> Problems(RestoreSettings settings)
    {
        var problems = new List<string>();
        Require(SessionFactory.DeliveredTasks.Contains(settings.Task),
            $"The task '{Spell(settings.Task)}' is not available yet; choose from {string.Join(", ", SessionFactory.DeliveredTasks.Select(Spell))}.");
        Require(settings.Steps is null or (>= 1 and <= 1000), "steps must lie between 1 and 1000; leave it out for as many as each picture needs.");
        Require(settings.KernelSize is null || (settings.KernelSize is >= 1 and <= RestoreSettings.LargestKernel && settings.KernelSize % 2 == 1),
            $"kernel-size must be odd and lie between 1 and {RestoreSettings.LargestKernel}.");
        Require(settings.GuidanceScale is null || (double.IsFinite(settings.GuidanceScale.Value) && settings.GuidanceScale > 0),
            "guidance-scale must be a positive number.");
        Require(settings.NoiseSigma is null or (>= 0 and <= 1), "noise must lie between 0 and 255.");
        Require(settings.Kernel is null || settings.Profile == SamplerProfile.Robust, "kernel works with profile robust.");
        Require(settings.Kernel is null || settings.Task is RestorationTask.Deblur or RestorationTask.Mixed, "kernel needs task deblur or mixed.");
        Require(settings.Kernel is null || IsPointSpread(settings.Kernel),
            $"kernel must be an odd square of at most {RestoreSettings.LargestKernel} x {RestoreSettings.LargestKernel} finite, non-negative numbers, not all of them zero.");
        Require(settings.MaskFrom is null || settings.Task is RestorationTask.Inpaint or RestorationTask.Mixed or RestorationTask.Auto,
            "mask-from works with the tasks inpaint, mixed and auto.");
        Require(settings.Leave is null || settings.Task is RestorationTask.Auto or RestorationTask.Faces,
            "leave works with the tasks auto and faces; the others do nothing but what they are named after.");
        Require(settings.Fidelity is null or (>= 0 and <= 1), "fidelity must lie between 0 and 1.");
        Require(settings.Fidelity is null || settings.Profile == SamplerProfile.Robust, "fidelity works with profile robust.");
        Require(settings.Samples is null or (>= 1 and <= 64), "samples must lie between 1 and 64.");
        Require(settings.Profile == SamplerProfile.Robust || !RobustOnly.Contains(settings.Task),
            $"task {Spell(settings.Task)} works with profile robust; the published algorithm has no model of it.");
        Require(settings.Scale is null or (>= 2 and <= 4), "scale must be 2, 3 or 4.");
        Require(settings.Scale is null || settings.Task == RestorationTask.SuperResolve, "scale works with task super-resolve.");
        return problems;

        void Require(bool holds, string otherwise)
        {
            if (!holds)
            {
                problems.Add(otherwise);
            }
        }
    }

    private static bool IsPointSpread(float[] weights)
    {
        var side = (int)Math.Round(Math.Sqrt(weights.Length));
        return side * side == weights.Length && side % 2 == 1 && side <= RestoreSettings.LargestKernel
            && weights.All(w => float.IsFinite(w) && w >= 0) && weights.Any(w => w > 0);
    }

    private static string Spell(RestorationTask task) => task switch
    {
        RestorationTask.SuperResolve => "super-resolve",
        RestorationTask.LowLight => "low-light",
        _ => task.ToString().ToLowerInvariant(),
    };
}
