namespace BirD.Restoration.Sampling;

/// <summary>Why no further step was taken.</summary>
public enum StopReason
{
    /// <summary>As many were taken as the user or the profile says.</summary>
    Given = 0,

    /// <summary>What was left over was the noise, and the estimate had stopped moving; or its level had come down to what was left over.</summary>
    Residual = 1,

    /// <summary>More than the noise was left over, but the estimate had stopped moving.</summary>
    Rest = 2,

    /// <summary>As many were taken as are worth their time for the task.</summary>
    Limit = 3,
}
