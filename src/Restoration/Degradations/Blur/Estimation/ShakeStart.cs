namespace BirD.Restoration.Degradations.Blur.Estimation;

/// <summary>Where one search for a shaken hand's path begins.</summary>
/// <param name="Side">Side of the frame, odd, pixels.</param>
/// <param name="Weight">What a pixel with an edge costs at first, squared [0,1] units.</param>
/// <param name="Upright">Whether the first kernel is a short upright stroke instead of a level one.</param>
internal readonly record struct ShakeStart(int Side, float Weight, bool Upright);
