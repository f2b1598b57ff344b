namespace BirD.Grains.Records;

/// <summary>What a submission names as masks.</summary>
/// <param name="Name">As the user named it: root and path below it.</param>
/// <param name="Path">Below the specification's root of masks, '/'-separated; empty for all of it.</param>
/// <param name="IsFile">One mask for every picture; otherwise a folder that mirrors the input.</param>
public sealed record SubmittedMask(string Name, string Path, bool IsFile)
{
    /// <summary>Id of the specification's root that the masks lie under.</summary>
    public const string RootId = "masks";
}
