using BirD.Restoration.Priors.Onnx;
using BirD.Restoration.Settings;

namespace BirD.Client.Bench.Film;

/// <param name="Files">Clean pictures.</param>
/// <param name="Frames">Length of a sequence, at least 3.</param>
/// <param name="Settings">How frames are restored.</param>
/// <param name="PriorFile">ONNX file.</param>
/// <param name="Device">Where the steps run.</param>
internal sealed record FilmRequest(IReadOnlyList<string> Files, int Frames, RestoreSettings Settings, string PriorFile, DeviceOptions Device);
