namespace BirD.Restoration.Settings;

/// <summary>Whether masks can be given to pictures under some settings.</summary>
public static class MaskUse
{
    /// <summary>Why not, in the words of the options and of the API; null when they can.</summary>
    public static string? Refusal(RestoreSettings settings) => settings switch
    {
        { Task: not (RestorationTask.Auto or RestorationTask.Inpaint or RestorationTask.Mixed or RestorationTask.Faces) } =>
            "mask works with the tasks inpaint, mixed, faces and auto.",
        { MaskFrom: not null } => "mask and mask-from exclude each other: one mask is enough.",
        _ => null,
    };

    /// <summary>True when nothing can be done to a picture that has no mask.</summary>
    public static bool IsNeeded(RestoreSettings settings) => settings is { Task: RestorationTask.Inpaint, MaskFrom: null };
}
