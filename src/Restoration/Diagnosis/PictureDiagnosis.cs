using BirD.Restoration.Degradations.Blur.Estimation;

namespace BirD.Restoration.Diagnosis;

/// <summary>What was measured on the observation before anything was done to it.</summary>
/// <param name="NoiseSigma">Standard deviation of the noise, [0,1] units.</param>
/// <param name="Blur">The blur; null when nobody asked.</param>
public sealed record PictureDiagnosis(double NoiseSigma, BlurDiagnosis? Blur);
