using BirD.Restoration.Tensors;

namespace BirD.Restoration.Degradations;

/// <summary>The observation and its degradation: y = M (K*x), of which one at most is more than nothing.</summary>
/// <param name="Y">3 x H x W, [0,1].</param>
/// <param name="Kernel">One filter; null for none.</param>
/// <param name="Known">Which pixels count; null for all.</param>
public sealed record ResidentData(ImageTensor Y, DegradationKernel? Kernel, KnownPixels? Known);
