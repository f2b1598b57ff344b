namespace BirD.Client.Inputs;

/// <summary>Whether numbered pictures of a folder are frames of a film.</summary>
internal enum SequenceMode
{
    /// <summary>Many consecutive numbers whose pictures resemble their neighbours; what a camera writes is never taken.</summary>
    Auto = 0,

    /// <summary>All numbered pictures, in the order of their numbers.</summary>
    On = 1,

    Off = 2,
}
