using BirD.Restoration.Degradations.Missing.Detection;
using BirD.Restoration.Settings;
using BirD.Restoration.Tensors;

namespace BirD.Restoration.Planning;

/// <summary>Whether marks are looked for: where nobody said what is missing, and nobody forbade it.</summary>
internal static class MarkPlanner
{
    /// <param name="pixels">[0,1].</param>
    /// <param name="input">Frames of a film are left to their neighbours, which know what dust covers.</param>
    /// <param name="settings">What the user said.</param>
    /// <param name="facts">What is known beforehand.</param>
    /// <returns>Null when marks are not looked for.</returns>
    public static FoundMarks? Find(ImageTensor pixels, PictureInput input, RestoreSettings settings, PictureFacts facts) =>
        settings is { Task: RestorationTask.Auto or RestorationTask.Faces, Profile: SamplerProfile.Robust, MaskFrom: null }
        && settings.Leave?.HasFlag(LeftAlone.Marks) != true
        && facts.Known is null
        && input.Companions.All(companion => companion.Role != CompanionRole.Frame)
            ? MarkFinder.Find(pixels)
            : null;
}
