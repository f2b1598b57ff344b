namespace BirD.Restoration.Imaging;

/// <summary>Sentences about a picture whose result can't be of the source's own kind.</summary>
internal static class ReadingNotes
{
    public static IReadOnlyList<string> For(PictureHeader header)
    {
        var notes = new List<string>();
        if (header.IsCmyk)
        {
            notes.Add(header.Image.Contains("icc-profile-data")
                ? "The original is CMYK; the result is RGB (sRGB), converted through the original's profile."
                : "The original is CMYK without a profile; the result is RGB (sRGB), converted through a common press profile, so colours are a guess.");
        }

        if (header.Image.Contains("palette"))
        {
            notes.Add("The original has a palette; the result has full colour.");
        }

        if (header.Image.Contains("bits-per-sample") && header.Image.Get("bits-per-sample") is int and < 8 and var bits && !header.Image.Contains("palette"))
        {
            notes.Add($"The original has {bits} bit per sample; the result has 8.");
        }

        return notes;
    }
}
