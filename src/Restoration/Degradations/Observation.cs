using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations;

/// <summary>The damaged picture as the samplers see it.</summary>
/// <param name="Y">3 x H x W, [0,1]; a grey picture three times.</param>
/// <param name="NoiseSigma">Standard deviation of its noise, [0,1] units.</param>
public sealed record Observation(ImageTensor Y, double NoiseSigma);
