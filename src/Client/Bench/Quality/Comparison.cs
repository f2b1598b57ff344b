using BirD.Client.Bench.Damages;
using BirD.Restoration.Tensors;

namespace BirD.Client.Bench.Quality;

/// <param name="Damaged">The truth and the observation.</param>
/// <param name="Baseline">The textbook's result.</param>
/// <param name="Oracle">The result with everything told; null when nothing was.</param>
/// <param name="Ours">The blind result.</param>
/// <param name="Row">The figures.</param>
internal sealed record Comparison(Damaged Damaged, ImageTensor Baseline, ImageTensor? Oracle, ImageTensor Ours, QualityRow Row);
