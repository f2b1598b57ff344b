namespace BirD.Restoration.Sampling.Robust;

/// <summary>Converts between the proximal weight alpha and the guidance scale s of the method.</summary>
/// <remarks>
/// A mean shift with scale s moves the measured error by the factor 1 - s / (2 D) at low frequencies (D = 3 x 256 x 256,
/// the normaliser of all published scales); the proximal step moves it by 1 - 1 / (1 + alpha). Equating the two gives a
/// scale that can be compared with the published ones.
/// </remarks>
internal static class GuidanceGain
{
    private const double TwiceElements = 2.0 * 3 * 256 * 256;

    public static double ToScale(double alpha) => TwiceElements / (1 + alpha);

    public static double ToAlpha(double scale) => Math.Max((TwiceElements / scale) - 1, 0);
}
