namespace BirD.Restoration.Imaging.Faults;

/// <summary>A picture cannot be processed, and trying again will not help (retry class Input).</summary>
public sealed class PictureException(PictureFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public PictureFault Fault { get; } = fault;
}

public enum PictureFault
{
    /// <summary>Empty, not a picture, or of a kind that is not read here.</summary>
    Unreadable = 0,

    /// <summary>Starts as a picture but ends early or is damaged.</summary>
    Truncated = 1,

    /// <summary>Breaks a limit of <see cref="DecodeLimits"/> or does not fit the memory.</summary>
    TooLarge = 2,

    /// <summary>A picture, but of a form that is not supported (for example too small for the prior).</summary>
    Unsupported = 3,
}
