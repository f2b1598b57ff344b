using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations.Film;

/// <summary>A frame of film together with what its neighbours know of the same places.</summary>
/// <param name="Picture">3 x H x W, [0,1]: the weighted mean of the frames along the motion, at the light of the shot.</param>
/// <param name="Power">H x W: frames that speak at a pixel, at least 1; their mean is <see cref="MeanPower"/>.</param>
/// <param name="Frames">Frames that took part, this one included.</param>
/// <param name="Light">Factor that brought the frame to the light of its neighbours; 1 without flicker.</param>
public sealed record FusedFrame(ImageTensor Picture, float[] Power, int Frames, double Light)
{
    /// <summary>Mean over the picture of the frames that speak at a pixel.</summary>
    public double MeanPower { get; } = Power.Average(p => (double)p);

    /// <summary>Noise of <see cref="Picture"/> where as many frames speak as on average, [0,1] units.</summary>
    /// <param name="sigma">Noise of one frame.</param>
    public double NoiseOf(double sigma) => sigma * Light / Math.Sqrt(MeanPower);
}
