namespace BirD.Restoration.Imaging;

/// <summary>What a result's own XMP says about how it came to be.</summary>
/// <param name="DigitalSourceType">Address of a term of the IPTC's digital source type vocabulary.</param>
/// <param name="Software">Name and version.</param>
/// <param name="SettingsHash">Hash of settings, prior and algorithm version.</param>
/// <param name="SourceSha256">Hash of the original file.</param>
public sealed record ProvenanceStamp(string DigitalSourceType, string Software, string SettingsHash, string SourceSha256)
{
    /// <summary>Noise, blur and the like were taken away; nothing was invented on purpose.</summary>
    public const string Enhanced = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicallyEnhanced";

    /// <summary>Parts or colours were generated: filled scratches, colourised greys.</summary>
    public const string Generated = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
}
